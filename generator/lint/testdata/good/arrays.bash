#!/usr/bin/env bash
# Arrays as bash 3.2 of macOS takes them.
{
set -euo pipefail

log() { printf '[%s] %s\n' "$(date +%H:%M:%S)" "$1"; }

declare -a flags=()
declare -a names=("one" "two words")

while [[ $# -gt 0 ]]; do
  case "$1" in
    --force) flags+=("--force") ;;
    --name=*) names+=("${1#--name=}") ;;
    --) shift; break ;;
    *) printf 'unknown option: %s\n' "$1" >&2; exit 2 ;;
  esac
  shift
done

if [[ ${#flags[@]} -gt 0 ]]; then
  log "with ${flags[*]}"
fi
for name in "${names[@]}"; do
  log "name: $name"
done
count=${#names[@]}
if (( count > 2 )); then
  log "there are $count of them"
fi
IFS=, read -r -a parts <<<"a,b,c"
printf '%s\n' "${parts[0]}" ${flags[@]+"${flags[@]}"}
exit
}
