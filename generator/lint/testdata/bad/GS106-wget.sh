#!/bin/sh
{
get() {
  wget -q --max-redirect=0 --secure-protocol=TLSv1_2 --timeout=30 --tries=3 -O "$2" "$1" || echo "cannot fetch $1" >&2
}
get https://example.com/a.txt a.txt && cat a.txt
exit
}
