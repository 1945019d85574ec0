#!/bin/sh
{
set -u
[ -L "$HOME/.tool" ] && rm "$HOME/.tool" || cp -R tool "$HOME/.tool"
exit
}
