#!/bin/sh
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 https://example.com/a | sudo tee /usr/local/bin/a >/dev/null || exit 1
exit
}
