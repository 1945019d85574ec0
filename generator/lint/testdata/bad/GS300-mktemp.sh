#!/bin/sh
{
set -eu
tmp=$(mktemp -t tool)
printf '%s\n' "$tmp"
exit
}
