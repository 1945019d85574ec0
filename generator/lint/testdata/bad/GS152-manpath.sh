{
MANPATH="${MANPATH-}:$HOME/.tool/share/man"
export MANPATH
}
