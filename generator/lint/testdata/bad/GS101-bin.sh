#!/bin/sh
{
tmp=$(mktemp -d) || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 https://example.com/tool >"$tmp/tool" || exit 1
chmod +x "$tmp/tool"
exit
}
