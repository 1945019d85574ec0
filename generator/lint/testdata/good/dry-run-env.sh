#!/bin/sh
{
if [ "${DRY_RUN:-false}" = true ]; then
  echo would
  exit 0
fi
mkdir -p "$HOME/.x"
exit
}
