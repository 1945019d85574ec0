#!/bin/sh
# Takes back what the installer wrote.
{
set -u
root=${TOOL_ROOT:-$HOME/.tool}
case $root in
/?*) ;;
*)
  printf '%s is no absolute path\n' "$root" >&2
  exit 2
  ;;
esac
[ -f "$root/receipt" ] || {
  printf 'there is no tool in %s\n' "$root"
  exit 0
}
rm -rf "${root:?}/bin" "${root:?}/lib"
rm -f "$root/receipt"
rmdir "$root" 2>/dev/null || printf '%s is not empty and stays\n' "$root"
if [ -f "$HOME/list" ] && grep '# tool$' "$HOME/list" >/dev/null; then
  grep -v '# tool$' "$HOME/list" >"$HOME/list.new" || [ $? -eq 1 ] || exit
  mv "$HOME/list.new" "$HOME/list"
fi
exit
}
