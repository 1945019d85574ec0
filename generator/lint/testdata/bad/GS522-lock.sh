#!/bin/sh
{
set -u
until mkdir "$HOME/.tool/lock" 2>/dev/null; do
  :
done
exit
}
