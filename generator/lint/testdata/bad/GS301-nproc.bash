#!/bin/bash
{
set -euo pipefail
make -j"$(nproc)"
exit
}
