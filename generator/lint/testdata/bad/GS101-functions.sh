#!/bin/sh
{
die() {
  printf '%s\n' "$1" >&2
  exit 1
}
download() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$2" "$1" || die "cannot fetch $1"
  else
    wget -q --max-redirect=0 --secure-protocol=TLSv1_2 --timeout=30 --tries=3 -O "$2" "$1" || die "cannot fetch $1"
  fi
}
main() {
  tmp=$(mktemp -d) || die "no place"
  trap 'rm -rf "$tmp"' EXIT
  archive=tool-$(uname -s)-$(uname -m).tar.gz
  download "https://example.com/releases/$archive" "$tmp/$archive"
  (cd "$tmp" && tar xzf "$archive") || die "cannot unpack"
}
main "$@"
exit
}
