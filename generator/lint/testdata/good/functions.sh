#!/bin/sh
{
say() { printf '%s\n' "$1"; }
err() {
  say "$1" >&2
  exit 1
}
need() { command -v "$1" >/dev/null 2>&1 || err "need $1"; }
ensure() { "$@" || err "failed: $*"; }
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  else
    err "need sha256sum or shasum"
  fi
}
verify() {
  actual=$(sha256 "$1") || exit 1
  if [ "$actual" != "$2" ]; then
    err "wrong digest of $1: $actual"
  fi
}
download() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q --max-redirect=0 --secure-protocol=TLSv1_2 --timeout=30 --tries=3 -O "$2" "$1"
  else
    err "need curl or wget"
  fi
}
main() {
  need tar
  case $(uname -s)-$(uname -m) in
  Linux-x86_64) target=linux-amd64 digest=65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 ;;
  Darwin-arm64) target=darwin-arm64 digest=dd3908cf20959d798c1e06ebe5b72213f0505ce01373b40ce3110975a6cd99c2 ;;
  *) err "no build for this machine" ;;
  esac
  root=${TOOL_ROOT:-$HOME/.local/share/tool}
  mkdir -p "$root"
  stage=$(mktemp -d "$root/.stage.XXXXXX") || err "no place"
  trap 'rm -rf "$stage"' EXIT
  ensure download "https://example.com/tool-$target.tar.gz" "$stage/tool.tar.gz"
  verify "$stage/tool.tar.gz" "$digest"
  ensure tar -xzf "$stage/tool.tar.gz" -C "$stage"
  ensure mv "$stage/tool" "$root/1.0"
  ln -s 1.0 "$stage/current"
  ensure mv -fT "$stage/current" "$root/current"
}
main "$@"
exit
}
