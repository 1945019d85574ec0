#!/bin/sh
# gosetup: allow-file GS301 because the caller brings unzip
{
unzip -oqd "$HOME/.local/lib/tool" tool.zip || exit 1
exit
}
