#!/bin/sh
{
set -eu
draft=$HOME/.tool/draft-$RANDOM
touch "$draft"
exit
}
