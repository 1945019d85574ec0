#!/bin/sh
{
set -eu
source "$HOME/.tool/env"
printf 'ready\n'
exit
}
