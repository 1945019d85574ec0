#!/bin/sh
{
DRY_RUN=0
while getopts nh opt; do
  case $opt in
  n) DRY_RUN=1 ;;
  *) exit 2 ;;
  esac
done
run() {
  if [ "$DRY_RUN" -eq 1 ]; then
    printf '+ %s\n' "$*"
    return 0
  fi
  "$@"
}
run mkdir -p "$HOME/.x"
run touch "$HOME/.x/y"
exit
}
