{
readonly TOOL_HOME="$HOME/.tool"
export TOOL_HOME
}
