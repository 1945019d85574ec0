#!/bin/sh
{
set -eu
PATH="~/.local/bin:$PATH"
export PATH
command -v tool
exit
}
