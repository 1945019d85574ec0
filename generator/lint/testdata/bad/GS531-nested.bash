#!/bin/bash
{
die() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}
home_of() {
  [[ -d $1 ]] || die "there is no $1"
  printf '%s\n' "$1"
}
root=$(home_of "${TOOL_ROOT:-$HOME/.tool}")
rm -f "$root/receipt"
printf 'removed from %s\n' "$root"
exit
}
