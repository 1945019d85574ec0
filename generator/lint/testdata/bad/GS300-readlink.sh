#!/bin/sh
{
set -eu
here=$(readlink -f "$0")
printf '%s\n' "${here%/*}"
exit
}
