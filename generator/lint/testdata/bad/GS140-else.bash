#!/usr/bin/env bash
{
dry_run=false
for arg in "$@"; do
  case $arg in
  --dry-run) dry_run=true ;;
  esac
done
if ! $dry_run; then
  echo installing
else
  rm -rf "$HOME/.x"
fi
exit
}
