{
setopt extended_glob
export TOOL_HOME="$HOME/.tool"
}
