#!/bin/bash
{
set -euo pipefail
if ldd --version 2>&1 | grep -qi musl; then
  printf 'musl\n'
fi
exit
}
