#!/bin/sh
# As much of go as an install script runs. Like the real one it writes its env
# file in place.
case $1 in
version) printf 'go version go of the test\n' ;;
run) printf 'gosetup smoke test\n' >&2 ;;
env)
  if [ "$2" = -json ]; then # for gosetup doctor
    tree=$(cd "$(dirname "$(command -v go)")/.." && pwd -P)
    printf '{\n\t"GOHOSTARCH": "amd64",\n\t"GOHOSTOS": "linux",\n\t"GOPATH": "%s/go",\n\t"GOCACHE": "%s/.cache/go-build",\n' "$HOME" "$HOME"
    printf '\t"GOPROXY": "direct",\n\t"GOSUMDB": "sum.golang.org",\n\t"CGO_ENABLED": "1",\n\t"CC": "gcc",\n\t"GOROOT": "%s",\n\t"GOVERSION": "%s"\n}\n' "$tree" "$(cat "$tree/VERSION")"
    exit
  fi
  case $2 in -*) ;; *) exit ;; esac
  key=${3%%=*}
  { grep -v "^$key=" "$GOENV" 2>/dev/null || :; } >goenv.new
  [ "$2" = -u ] || printf '%s\n' "$3" >>goenv.new
  /bin/mkdir -p "${GOENV%/*}"
  cp goenv.new "$GOENV"
  ;;
esac
