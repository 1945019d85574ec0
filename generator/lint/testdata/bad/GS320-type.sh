#!/bin/sh
{
set -eu
if [ "$(type -t brew)" = file ]; then
  printf 'brew\n'
fi
exit
}
