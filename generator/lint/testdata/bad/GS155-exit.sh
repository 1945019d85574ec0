{
if [ ! -d "$HOME/.tool" ]; then
  exit 1
fi
export TOOL_HOME="$HOME/.tool"
}
