#!/bin/sh
# Everything in functions, one call at the end, as many installers have it.
set -eu

main() {
  need_cmd uname
  need_cmd mkdir
  need_cmd rm

  nonempty "${HOME-}" 'HOME'
  get_architecture || return 1
  _arch=$RETVAL
  case $_arch in
  *windows*) _ext=.exe ;;
  *) _ext='' ;;
  esac

  if ! _dir=$(ensure mktemp -d); then
    exit 1
  fi
  _file="$_dir/init$_ext"
  ensure touch "$_file"
  ignore rm "$_file"
  ignore rmdir "$_dir"
}

get_architecture() {
  _ostype=$(uname -s)
  _cputype=$(uname -m)
  if [ "$_ostype" = Darwin ] && [ "$_cputype" = i386 ]; then
    if sysctl hw.optional.x86_64 | grep -q ': 1'; then
      _cputype=x86_64
    fi
  fi
  RETVAL="$_cputype-$_ostype"
}

say() {
  printf 'init: %s\n' "$1"
}

err() {
  say "$1" >&2
  exit 1
}

need_cmd() {
  if ! check_cmd "$1"; then
    err "need '$1' (command not found)"
  fi
}

check_cmd() {
  command -v "$1" >/dev/null 2>&1
}

nonempty() {
  if [ -z "$1" ]; then err "nonempty $2"; fi
}

ensure() {
  if ! "$@"; then err "command failed: $*"; fi
}

ignore() {
  "$@"
}

{
main "$@" || exit 1
exit
}
