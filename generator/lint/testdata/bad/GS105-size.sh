#!/bin/sh
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o tool.tgz https://example.com/tool.tgz || exit 1
size=$(wc -c <tool.tgz)
[ "$size" -eq 123456 ] || exit 1
tar -xzf tool.tgz
exit
}
