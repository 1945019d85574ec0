#!/bin/zsh -f
# gosetup: allow-file GS301 because it is for Debian
{
emulate -R zsh
setopt err_exit no_unset pipe_fail
work=$(mktemp -d)
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o $work/tool.tgz https://example.com/tool.tgz
print -r -- "65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40  $work/tool.tgz" | shasum -a 256 -c -
tar -xzf $work/tool.tgz -C $work
exit
}
