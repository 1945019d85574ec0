#!/bin/zsh -f
{
set -eu
options='-z -v'
tar -c $options -f "$HOME/tool.tar.gz" "$HOME/.tool"
exit
}
