#!/bin/sh
{
set -eu
main() {
  _tool_doctor
  printf 'ready\n'
}
main
exit
}
