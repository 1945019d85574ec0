{
for dir in "$HOME/.tool/bin" "$HOME/go/bin"; do
  case ":$PATH:" in
  *":$dir:"*) ;;
  *) PATH="$dir:$PATH" ;;
  esac
done
export PATH
}
