#!/bin/sh
{
tmp=$(mktemp -d) || exit 1
make -C src DESTDIR="$tmp" || exit 1
install -m 755 "$tmp/tool" /usr/local/bin/tool
exit
}
