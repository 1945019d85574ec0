#!/bin/sh
{
min=$1
have=$(sed -n 's/^version=//p' "$HOME/.toolrc")
if [ $have -lt "$min" ]; then
  printf 'too old\n' >&2
fi
exit
}
