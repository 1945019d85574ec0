#!/bin/bash
{
set -euo pipefail
expires=$(date -d '+30 days' +%s)
printf '%s\n' "$expires"
exit
}
