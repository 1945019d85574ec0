#!/bin/sh
{
work=$(mktemp -d) || exit 1
git -C "$work" clone https://example.com/a/b || exit 1
cd "$work/b" || exit 1
git checkout v1.2.3 || exit 1
make
exit
}
