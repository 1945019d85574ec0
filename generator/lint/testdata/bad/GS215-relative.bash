#!/bin/bash
{
set -euo pipefail
root=$(cd scripts && pwd)
printf '%s\n' "$root"
exit
}
