#!/bin/bash
{
set -euo pipefail
usage() {
  printf 'usage: tool install\n'
}
usage() {
  printf 'usage: tool remove\n'
}
usage
exit
}
