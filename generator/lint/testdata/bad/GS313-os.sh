#!/bin/sh
{
set -eu
if [ "$(uname -s)" == "Darwin" ]; then
  printf 'macOS\n'
fi
exit
}
