#!/bin/sh
{
set -eu
sed '/tool/d' "$HOME/.profile" | sort >"$HOME/.list"
sort "$HOME/.list" | uniq >"$HOME/.list"
exit
}
