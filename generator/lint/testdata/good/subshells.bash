#!/bin/bash
# Work in other directories, and jobs whose status counts.
{
set -euo pipefail
shopt -s nullglob

src=$(cd "$(dirname "${BASH_SOURCE[0]}")" >/dev/null && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/work.XXXXXX")
trap 'rm -rf "$work"' EXIT

(
  cd "$work"
  printf 'package main\n' >main.go
  ls
)
pids=()
for part in one two three; do
  (sleep 1 && touch "$work/$part") &
  pids+=($!)
done
failed=0
for pid in "${pids[@]}"; do
  wait "$pid" || failed=1
done
((failed == 0)) || exit 1
files=("$work"/*)
printf '%s has %d files\n' "$work" "${#files[@]}"
find "$work" -type f -name '*.go' -exec grep -l package {} +
find "$src" -maxdepth 1 -type f -print0 | xargs -0 ls -l >/dev/null
while IFS= read -r line; do
  last=$line
done < <(ls "$work")
printf '%s\n' "${last:-none}"
exit
}
