#!/bin/sh
set -- "$(rm -f "$HOME/z")"
{
printf '%s\n' "$@"
exit
}
