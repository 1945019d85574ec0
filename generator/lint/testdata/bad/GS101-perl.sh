#!/bin/sh
{
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$work/go.tgz" https://example.com/go.tgz
perl -T -MCompress::Raw::Zlib -e 'print Compress::Raw::Zlib::Inflate->new' <"$work/go.tgz" | tar -x -C "$work"
exit
}
