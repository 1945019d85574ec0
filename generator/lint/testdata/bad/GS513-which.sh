#!/bin/sh
{
set -u
if [ $(command -v git) ]; then
  printf 'git\n'
fi
exit
}
