#!/bin/sh
{
DRY_RUN=0
while getopts nh opt; do
  case $opt in
  n) DRY_RUN=1 ;;
  *) exit 2 ;;
  esac
done
if [ "$DRY_RUN" -eq 0 ]; then
  echo installing
fi
mkdir -p "$HOME/.x"
exit
}
