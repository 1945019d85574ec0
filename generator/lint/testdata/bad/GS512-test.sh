#!/bin/sh
{
set -u
prefix=${PREFIX-}
if test -z $prefix; then
  prefix=$HOME/.local
fi
mkdir -p "$prefix"
exit
}
