#!/bin/bash
{
set -euo pipefail
workdir=$(mktemp -d)
trap "rm -rf $workdir" EXIT INT TERM
touch "$workdir/file"
exit
}
