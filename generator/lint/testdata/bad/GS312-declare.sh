#!/bin/sh
{
set -eu
declare prefix="$HOME/.tool"
mkdir -p "$prefix"
exit
}
