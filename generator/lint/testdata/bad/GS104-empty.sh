#!/bin/sh
{
sum=''
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o tool.tgz https://example.com/tool.tgz || exit 1
got=$(sha256sum tool.tgz 2>/dev/null | cut -d ' ' -f 1)
[ "$got" = "$sum" ] || exit 1
tar -xzf tool.tgz
exit
}
