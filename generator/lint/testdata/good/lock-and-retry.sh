#!/bin/sh
# A lock that does not outlive its owner, and a command that is tried again.
{
set -u
lock=${TMPDIR:-/tmp}/tool.lock

take() {
  tries=0
  until mkdir "$lock" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
      printf 'somebody holds %s\n' "$lock" >&2
      return 1
    fi
    sleep 1
  done
}

give() {
  rmdir "$lock" 2>/dev/null
}

retry() {
  attempt=1
  while ! "$@"; do
    [ "$attempt" -lt 3 ] || return 1
    attempt=$((attempt + 1))
    sleep "$attempt"
  done
}

take || exit
trap give EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
retry test -d "$HOME" || exit 1
exit
}
