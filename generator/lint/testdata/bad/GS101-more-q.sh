#!/bin/sh
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz || exit 1
sha256sum x.tgz
tar xzf x.tgz
exit
}
