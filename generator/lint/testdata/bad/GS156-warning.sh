{
if [ ! -d "$HOME/.tool" ]; then
  printf 'tool is not installed\n' >&2
fi
}
