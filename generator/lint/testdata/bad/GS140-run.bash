#!/usr/bin/env bash
{
DRY_RUN=false
while [ $# -gt 0 ]; do
  case "$1" in
    -n|--dry-run) DRY_RUN=true; shift ;;
    *) shift ;;
  esac
done

run() {
  if "$DRY_RUN"; then
    echo "+ $*"
  else
    "$@"
  fi
}
run mkdir -p "$HOME/.tool"
touch "$HOME/.tool/installed"
exit
}
