#!/bin/bash
{
set -u
major=${1-0}
if [ "$major" \> 2 ] || [ "$major" > 3 ]; then
  printf 'new\n'
fi
exit
}
