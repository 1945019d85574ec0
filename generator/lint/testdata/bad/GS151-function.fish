begin
    function gopath
        contains -- $argv[1] $PATH; or set -gx PATH $argv[1] $PATH
    end
    gopath ~/go/bin
end
