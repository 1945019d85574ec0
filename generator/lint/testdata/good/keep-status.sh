#!/bin/sh
# Looks at statuses in all the usual ways.
{
set -u
fetch() {
  cp "$1" "$2" 2>/dev/null
}
draft=$(mktemp) || exit
trap 'rm -f "$draft"' EXIT
fetch /etc/hostname "$draft"
status=$?
case $status in
0) ;;
1) printf 'there is none\n' >&2 ;;
*) printf 'cp ended with %s\n' "$status" >&2 ;;
esac
if out=$(uname -r 2>&1); then
  printf 'kernel %s\n' "$out"
fi
if ! grep -q . "$draft"; then
  printf 'it is empty\n'
fi
test -s "$draft" && printf 'it has text\n'
[ "$status" -eq 0 ] && [ -s "$draft" ] || exit 1
exit "$status"
}
