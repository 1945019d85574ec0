#!/bin/sh
{
set -eu
while IFS= read line; do
  printf '%s\n' "$line"
done <"$HOME/.profile"
exit
}
