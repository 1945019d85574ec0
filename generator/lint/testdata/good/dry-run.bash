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
  if [[ "$DRY_RUN" == true ]]; then
    echo "+ $*"
  else
    "$@"
  fi
}
run mkdir -p "$HOME/.tool"
if ! $DRY_RUN; then
  touch "$HOME/.tool/installed"
fi
[ "$DRY_RUN" = true ] || curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$HOME/.tool/list.txt" https://example.com/list.txt
exit
}
