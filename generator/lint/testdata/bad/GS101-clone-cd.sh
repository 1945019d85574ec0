#!/bin/sh
{
git clone -b v1 https://example.com/a/b.git || exit 1
cd b || exit 1
. ./env.sh
exit
}
