#!/bin/sh
{
set -u
check() {
  [ -d "$HOME/.tool" ] || return -1
}
check || printf 'not there\n'
exit
}
