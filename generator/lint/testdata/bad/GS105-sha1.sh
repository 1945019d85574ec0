#!/bin/sh
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o tool.tgz https://example.com/tool.tgz || exit 1
got=$(sha1sum tool.tgz | cut -d ' ' -f 1)
[ "$got" = da39a3ee5e6b4b0d3255bfef95601890afd80709 ] || exit 1
tar -xzf tool.tgz
exit
}
