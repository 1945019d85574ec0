#!/bin/sh
{
set -u
version=${1-}
if [ -z "$version" ]; then
  $version=1.2.3
fi
printf '%s\n' "$version"
exit
}
