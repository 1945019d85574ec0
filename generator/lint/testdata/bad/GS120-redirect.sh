#!/bin/sh
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 https://example.com/a >/usr/local/bin/a || exit 1
exit
}
