#!/bin/sh
# A go that answers what gosetup doctor asks, as one of this version would. What
# a tool was built with stands in the tool, in lines that begin with "#: ".
case $1 in
env)
  cgo=0
  if command -v gcc >/dev/null; then cgo=1; fi
  HOME=$(printf '%s\n' "$HOME" | sed 's/["\\]/\\&/g; s/&/\\u0026/g')
  cat <<JSON
{
	"CC": "gcc",
	"CGO_ENABLED": "$cgo",
	"GOCACHE": "${XDG_CACHE_HOME:-$HOME/.cache}/go-build",
	"GOHOSTARCH": "@ARCH@",
	"GOHOSTOS": "linux",
	"GOPATH": "$HOME/go",
	"GOPROXY": "https://proxy.example,direct",
	"GOROOT": "@TREE@",
	"GOSUMDB": "sum.golang.org",
	"GOVERSION": "go@VERSION@"
}
JSON
  ;;
version)
  shift 3
  for tool; do
    printf '%s: ' "$tool"
    sed -n 's/^#: //p' "$tool"
  done
  ;;
esac
