#!/bin/sh
{
get() { wget -q --secure-protocol=TLSv1_2 --timeout=30 --tries=3 -O "$1" "$2"; }
get a.txt https://example.com/a.txt
exit
}
