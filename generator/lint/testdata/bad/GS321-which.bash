#!/bin/bash
{
set -euo pipefail
if ! which git >/dev/null; then
  printf 'install git first\n' >&2
  exit 1
fi
exit
}
