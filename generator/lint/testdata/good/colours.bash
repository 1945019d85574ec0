#!/bin/bash
# Messages with and without colours.
{
set -eu

if [[ -t 1 && -z ${NO_COLOR-} ]]; then
  RED=$(tput setaf 1 2>/dev/null || true)
  RESET=$(tput sgr0 2>/dev/null || true)
else
  RED='' RESET=''
fi
BOLD='\033[1m'
PLAIN='\033[0m'

error() {
  printf "${RED}error:${RESET} %s\n" "$1" >&2
}

title() {
  printf "${BOLD}%s${PLAIN}\n" "$1"
}

title "Checking"
[ -w "$HOME" ] && title "home is writable" || error "home is not writable"
command -v git >/dev/null && echo "git: yes" || echo "git: no"
exit
}
