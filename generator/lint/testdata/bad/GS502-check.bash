#!/bin/bash
{
set -euo pipefail
root=$HOME/.tool
! test -e "$root"
mkdir "$root"
exit
}
