#!/bin/sh
{
set -eu
INSTALL_DIR=${INSTALL_DIR:-$HOME/.local/bin}
mkdir -p "$INSTAL_DIR"
printf '%s\n' "$INSTALL_DIR"
exit
}
