#!/bin/sh
{
set -eu
uninstall() {
  rm -rf "$1/"*
}
uninstall "${1-}"
exit
}
