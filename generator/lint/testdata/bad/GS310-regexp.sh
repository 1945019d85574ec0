#!/bin/sh
{
set -eu
version=${1-}
if [[ -z $version || $version =~ ^v ]]; then
  printf 'latest\n'
fi
exit
}
