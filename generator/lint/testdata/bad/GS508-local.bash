#!/bin/bash
{
build() {
  make all
  local name=tool
  if [[ $? -ne 0 ]]; then
    printf '%s was not built\n' "$name" >&2
  fi
}
build
exit
}
