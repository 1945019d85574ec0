#!/bin/sh
{
set -eu
get() {
  eval "printf '%s\n' \"\$$1\""
}
get HOME
exit
}
