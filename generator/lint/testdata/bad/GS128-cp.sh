#!/bin/sh
{
tmp=$(mktemp) || exit 1
grep -v tool "$HOME/.bashrc" >"$tmp"
cp "$tmp" "$HOME/.bashrc"
exit
}
