#!/bin/sh
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$HOME/.config/tool/config" https://example.com/config || exit 1
exit
}
