{
# Puts the tool on PATH.
case ":$PATH:" in
*":${TOOL_ROOT:-$HOME/.tool}/bin:"*) ;;
*) PATH="${TOOL_ROOT:-$HOME/.tool}/bin:$PATH" ;;
esac
export PATH
export TOOL_PAGER="${TOOL_PAGER:-less}"
if [ -z "${TOOL_EDITOR-}" ]; then
  export TOOL_EDITOR="${EDITOR:-vi}"
fi
}
