begin
    set -l dir
    set -l root "$HOME/.local/share/gosetup"
    test -n "$XDG_DATA_HOME"; and set root $XDG_DATA_HOME/gosetup
    for dir in $root/current/bin
        contains -- $dir $PATH; or set -gx PATH $dir $PATH
    end
end
