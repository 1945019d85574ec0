{
tool_prepend() {
  case ":$PATH:" in
  *":$1:"*) ;;
  *) PATH="$1:$PATH" ;;
  esac
}
tool_prepend "$HOME/.tool/bin"
export PATH
}
