#!/bin/sh
{
set -eu
say() {
  local text
  text=$1
  printf '%s\n' "$text"
}
say hello
exit
}
