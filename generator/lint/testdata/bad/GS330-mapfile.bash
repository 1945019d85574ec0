#!/bin/bash
{
set -euo pipefail
mapfile -t lines <"$HOME/.profile"
printf '%s\n' "${#lines[@]}"
exit
}
