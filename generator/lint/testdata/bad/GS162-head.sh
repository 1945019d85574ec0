#!/bin/sh
{
curl -sSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 https://example.com/a.txt >a.txt
exit
}
