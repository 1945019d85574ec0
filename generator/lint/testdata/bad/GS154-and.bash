{
export TOOL_HOME="$HOME/.tool"
[[ -n ${BASH_VERSION-} ]] && export TOOL_SHELL=bash
}
