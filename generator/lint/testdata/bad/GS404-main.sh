#!/bin/sh
{
set -eu
main() {
  detect
  printf '%s\n' "$os"
}
detect() {
  printf 'detecting for %s\n' "$arch"
  os=$(uname -s)
  arch=$(uname -m)
}
main
exit
}
