#!/bin/sh
# A function that succeeds behind a download that failed, and is none itself.
{
get() {
  curl -fsSL --proto =https --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$2" "$1"
}
has_old_copy() {
  [ -s "$HOME/.cache/tool/list.txt" ] || return 1
  echo "the list is an old one" >&2
  return 0
}
dir=$(mktemp -d) || exit 1
get https://example.com/list.txt "$dir/list.txt" || has_old_copy || exit 1
exit
}
