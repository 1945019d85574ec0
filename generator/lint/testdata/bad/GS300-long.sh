#!/bin/sh
{
set -eu
mkdir --parents "$HOME/.local/bin"
exit
}
