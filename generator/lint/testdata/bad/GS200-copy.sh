#!/bin/sh
{
set -eu
prefix=${PREFIX:-$HOME/.local}
mkdir -p "$prefix/bin"
install -m 755 tool $prefix/bin/tool
printf 'installed %s\n' "$prefix/bin/tool"
exit
}
