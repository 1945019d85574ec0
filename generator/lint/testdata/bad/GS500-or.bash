#!/bin/bash
{
die() {
  printf '%s\n' "$1" >&2
  exit 1
}
detect() {
  local root="$(git rev-parse --show-toplevel)" || die 'no repository'
  printf '%s\n' "$root"
}
detect
exit
}
