#!/bin/bash
{
set -euo pipefail
draft=$(mktemp)
cleanup() {
  rm -f "$draft"
}
goodbye() {
  printf 'done\n'
}
trap cleanup EXIT
trap goodbye EXIT
exit
}
