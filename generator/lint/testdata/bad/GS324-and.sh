#!/bin/sh
{
set -eu
if [ -d "$HOME/.tool" -a -w "$HOME/.tool" ]; then
  printf 'there\n'
fi
exit
}
