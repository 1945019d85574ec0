#!/bin/sh
{
f=$(mktemp)
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 https://e.com/x.tgz -o "$f" && tar xzf "$f"
exit
}
