#!/bin/bash
{
set -eu
found=
printf '%s\n' "$PATH" | tr ':' '\n' | while IFS= read -r dir; do
  if [[ -x $dir/go ]]; then found=$dir; fi
done
printf 'Go is in %s\n' "$found"
exit
}
