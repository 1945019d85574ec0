#!/bin/sh
{
set -eu
size=$(stat -c %s "$HOME/.profile")
printf '%s\n' "$size"
exit
}
