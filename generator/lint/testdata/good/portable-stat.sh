#!/bin/sh
# What differs between the platforms, each with its way out.
{
set -u

size_of() {
  stat -c %s "$1" 2>/dev/null || stat -f %z "$1" 2>/dev/null || wc -c <"$1"
}

edit() {
  case $(uname) in
  Darwin) sed -i '' "$1" "$2" ;;
  *) sed -i "$1" "$2" ;;
  esac
}

absolute() {
  if command -v realpath >/dev/null 2>&1; then
    realpath "$1"
  else
    (cd "$(dirname "$1")" >/dev/null && printf '%s/%s\n' "$(pwd -P)" "${1##*/}")
  fi
}

cores_linux() {
  nproc
}

cores() {
  if [ -r /proc/cpuinfo ]; then cores_linux; else sysctl -n hw.ncpu; fi
}

file=${1:?name a file}
size_of "$file"
edit 's/old/new/' "$file"
absolute "$file"
cores
exit
}
