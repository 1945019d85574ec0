#!/bin/sh
# As much of go as an install script runs. Like the real one it writes its env
# file in place.
case $1 in
version) printf 'go version go of the test\n' ;;
run) printf 'gosetup smoke test\n' >&2 ;;
env)
  case $2 in -*) ;; *) exit ;; esac
  key=${3%%=*}
  { grep -v "^$key=" "$GOENV" 2>/dev/null || :; } >goenv.new
  [ "$2" = -u ] || printf '%s\n' "$3" >>goenv.new
  /bin/mkdir -p "${GOENV%/*}"
  cp goenv.new "$GOENV"
  ;;
esac
