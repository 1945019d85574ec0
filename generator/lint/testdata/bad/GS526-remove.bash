#!/bin/bash
{
set -euo pipefail
cache=$HOME/.cache/tool
rm -rf "$cache/*"
exit
}
