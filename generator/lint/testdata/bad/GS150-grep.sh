{
if ! grep -q tool "$HOME/.toolrc"; then
  export TOOL_NEW=1
fi
}
