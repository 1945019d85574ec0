#!/bin/bash
# Subcommands by name.
{
set -o errexit -o nounset -o pipefail

readonly root="${TOOL_ROOT:-$HOME/.tool}"

cmd_list() {
  local dir
  for dir in "$root"/versions/*; do
    [[ -d $dir ]] || continue
    printf '%s\n' "${dir##*/}"
  done
}

cmd_current() {
  local link
  link=$(readlink "$root/current") || return
  printf '%s\n' "${link##*/}"
}

cmd_help() {
  sed -n 's/^cmd_\([a-z]*\)() {$/  \1/p' "$0"
}

main() {
  local command=${1:-help}
  shift || true
  if ! declare -F "cmd_$command" >/dev/null; then
    printf 'no command %s\n' "$command" >&2
    return 2
  fi
  "cmd_$command" "$@"
}

main "$@"
exit
}
