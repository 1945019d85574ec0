#!/bin/sh
{
for name in $@; do
  printf '%s\n' "$name"
done
exit
}
