#!/bin/bash
{
set -euo pipefail
declare -A digest
digest[linux]=0123
printf '%s\n' "${digest[linux]}"
exit
}
