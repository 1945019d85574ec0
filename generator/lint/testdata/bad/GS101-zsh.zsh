#!/bin/zsh -f
{
emulate -R zsh
local_dir=$(mktemp -d) || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o $local_dir/x.tgz https://example.com/x.tgz || exit 1
tar -xzf $local_dir/x.tgz -C $local_dir
exit
}
