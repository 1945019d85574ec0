#!/bin/sh
# The go of a machine: says what such a Go says, and nothing else.
case ${1-} in
env)
  cat <<'END'
{
	"CC": "@cc@",
	"CGO_ENABLED": "@cgo@",
	"GOCACHE": "@cache@",
	"GOHOSTARCH": "@arch@",
	"GOHOSTOS": "@os@",
	"GOPATH": "@home@/go",
	"GOPROXY": "https://proxy.example,direct",
	"GOROOT": "@root@",
	"GOSUMDB": "sum.golang.org",
	"GOVERSION": "go@version@"
}
END
  ;;
version)
  shift 3
  for tool; do
    printf '%s: go@version@\n\tpath\tgolang.org/x/tools/gopls\n\tmod\tgolang.org/x/tools/gopls\tv0.24.0\th1:x=\n' "$tool"
  done
  ;;
*)
  echo "go.sh: $*" >&2
  exit 2
  ;;
esac
