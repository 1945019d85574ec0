#!/bin/sh
{
set -eu
echo -n 'Go ahead? [y/N] '
read -r answer
printf '%s\n' "$answer"
exit
}
