#!/bin/sh
{
tmp=$(mktemp -d "$HOME/.local/bin/.tool.XXXXXX") || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$tmp/tool" https://example.com/tool || exit 1
mv "$tmp/tool" "$HOME/.local/bin/tool"
exit
}
