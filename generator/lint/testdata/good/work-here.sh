#!/bin/sh
{
cd "$(dirname "$0")" || exit 1
rm -rf pieces
mkdir pieces || exit 1
cd pieces || exit 1
tar -xzf ../pieces.tar.gz
exit
}
