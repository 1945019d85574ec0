#!/bin/bash
{
set -euo pipefail
flags=()
while [[ $# -gt 0 ]]; do
  case $1 in
  --quiet) flags+=(--quiet) ;;
  esac
  shift
done
git pull "${flags[@]}"
exit
}
