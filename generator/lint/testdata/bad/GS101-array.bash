#!/usr/bin/env bash
{
set -euo pipefail
args=(-fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3)
work=$(mktemp -d)
curl "${args[@]}" -o "$work/tool.tar.xz" "https://example.com/tool.tar.xz"
xz -dc "$work/tool.tar.xz" | tar -x -C "$work"
exit
}
