#!/bin/sh
{
i=0
until curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz; do
  i=$((i + 1))
  [ "$i" -lt 5 ] || exit 1
done
tar xzf x.tgz
exit
}
