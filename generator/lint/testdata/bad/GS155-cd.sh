{
cd "$HOME/.tool" || return
export TOOL_HOME="$PWD"
}
