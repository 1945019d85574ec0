#!/bin/bash
{
set -euo pipefail
force=
while [[ $# -gt 0 ]]; do
  case $1 in
  -f | --force) force=1 ;;
  esac
  shift
done
mkdir -p "$HOME/.tool"
exit
}
