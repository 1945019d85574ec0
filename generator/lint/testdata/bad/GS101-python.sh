#!/bin/sh
{
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$work/go.tgz" https://example.com/go.tgz
python3 -I -S -c 'import sys, zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))' <"$work/go.tgz" | tar -x -C "$work"
exit
}
