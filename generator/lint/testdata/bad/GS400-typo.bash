#!/bin/bash
{
set -euo pipefail
check_tools() {
  command -v git >/dev/null
}
chekc_tools
check_tools
exit
}
