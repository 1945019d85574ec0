#!/bin/sh
{
RUN=
for arg in "$@"; do
  case $arg in
  --dry-run) RUN=echo ;;
  esac
done
$RUN mkdir -p "$HOME/.x"
$RUN rm -rf "$HOME/.x/y"
exit
}
