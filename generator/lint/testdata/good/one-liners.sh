#!/bin/sh
{
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$work/go.tgz" https://example.com/go.tgz
case $(openssl dgst -sha256 -r "$work/go.tgz") in
65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40*) ;;
*) exit 1 ;;
esac
case ${1-} in
perl) perl -T -MCompress::Raw::Zlib -e 'print Compress::Raw::Zlib::Inflate->new' <"$work/go.tgz" | tar -x -C "$work" ;;
python) python3 -I -S -c 'import sys, zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))' <"$work/go.tgz" | tar -x -C "$work" ;;
*) python3 -I -S -m zipfile -e "$work/go.tgz" "$work" ;;
esac
exit
}
