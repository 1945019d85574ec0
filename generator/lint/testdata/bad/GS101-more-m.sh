#!/bin/sh
{
bin=$HOME/.local/bin
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 "https://e.com/x-$(uname -m)" > "$bin/x.tmp" || exit 1
mv "$bin/x.tmp" "$bin/x"
chmod 0755 "$bin/x"
exit
}
