#!/bin/sh
{
fetch() {
  tries=0
  while [ "$tries" -lt 3 ]; do
    if curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$2" "$1"; then return 0; fi
    tries=$((tries + 1))
    sleep 2
  done
  return 1
}
cd "$(mktemp -d)" || exit 1
fetch https://example.com/tool.tgz tool.tgz || exit 1
case $(sha256sum tool.tgz) in
"65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 "*) ;;
*)
  echo "wrong digest" >&2
  exit 1
  ;;
esac
tar -xzf tool.tgz
exit
}
