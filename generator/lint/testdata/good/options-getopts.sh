#!/bin/sh
# The usual small script with getopts.
{
set -eu

usage() {
  cat <<'END'
usage: setup [-n] [-v] [-p prefix] name...
  -n  say what would be done
  -v  say more
  -p  put it there; default is `$HOME/.local`
END
}

prefix=$HOME/.local
dry_run=0
verbose=0
while getopts nvp:h option; do
  case $option in
  n) dry_run=1 ;;
  v) verbose=$((verbose + 1)) ;;
  p) prefix=$OPTARG ;;
  h)
    usage
    exit 0
    ;;
  *)
    usage >&2
    exit 2
    ;;
  esac
done
shift $((OPTIND - 1))

run() {
  if [ "$verbose" -gt 0 ]; then printf '+ %s\n' "$*"; fi
  if [ "$dry_run" -eq 0 ]; then "$@"; fi
}

[ $# -gt 0 ] || {
  usage >&2
  exit 2
}
for name in "$@"; do
  run mkdir -p "$prefix/share/$name"
done
exit
}
