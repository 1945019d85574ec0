#!/bin/sh
{
DRY_RUN=false
while [ $# -gt 0 ]; do
  case "$1" in
    -n|--dry-run) DRY_RUN=true; shift ;;
    *) shift ;;
  esac
done

if [ "$DRY_RUN" != false ]; then
  rm -f "$HOME/.tool/lock"
fi
exit
}
