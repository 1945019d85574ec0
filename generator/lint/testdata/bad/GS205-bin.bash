#!/bin/bash
{
set -u
root=$(sed -n 's/^root=//p' "$HOME/.toolrc")
rm -rf "$root/bin" "$root/lib"
exit
}
