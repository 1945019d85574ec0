#!/bin/sh
# Rounds over two sources, until one of them has the right file.
{
get() {
  [ -z "$have" ] || return 0
  curl -fsSL --proto =https --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$dir/tool.tgz" "$1" || return 0
  case $(sha256sum "$dir/tool.tgz") in
  "65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 "*) have=1 ;;
  *) rm -f "$dir/tool.tgz" ;;
  esac
}
dir=$(mktemp -d) || exit 1
have='' rounds=0
while [ -z "$have" ]; do
  get https://one.example.com/tool.tgz
  get https://two.example.com/tool.tgz
  rounds=$((rounds + 1))
  [ -n "$have" ] || [ "$rounds" -lt 3 ] || exit 1
done
tar -xzf "$dir/tool.tgz" -C "$dir"
exit
}
