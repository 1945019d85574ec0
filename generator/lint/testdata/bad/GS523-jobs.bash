#!/bin/bash
{
set -euo pipefail
for part in one two; do
  tar -xzf "$part.tar.gz" &
done
wait
exit
}
