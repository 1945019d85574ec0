#!/bin/sh
{
dir=${1:?}
mkdir -p "$dir"
echo installing $@
exit
}
