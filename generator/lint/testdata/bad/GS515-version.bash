#!/bin/bash
{
set -eu
version=${1:-1.0.0}
if ! [[ $version =~ "^[0-9]+\.[0-9]+" ]]; then
  printf 'not a version: %s\n' "$version" >&2
fi
exit
}
