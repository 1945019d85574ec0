#!/bin/sh
{
get() {
  curl -fsS --proto '=http,https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$2" "$1" || exit 1
}
base=http://example.com
get "$base/a.txt" a.txt
exit
}
