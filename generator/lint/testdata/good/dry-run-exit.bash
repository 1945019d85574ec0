#!/usr/bin/env bash
{
dry_run=false
parse() {
  while (( $# )); do
    case $1 in
    --dry-run) dry_run=true ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
    esac
    shift
  done
}
plan() { echo "would make $HOME/.x"; }
parse "$@"
if [[ $dry_run == true ]]; then plan; exit 0; fi
mkdir -p "$HOME/.x"
exit
}
