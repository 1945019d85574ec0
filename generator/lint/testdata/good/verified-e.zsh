#!/bin/zsh -f
# gosetup: allow-file GS301 because it is for Debian
{
emulate -R zsh
typeset -r want=65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz || exit 1
got=$(shasum -a 256 x.tgz)
if [[ ${got%% *} != $want ]]; then
  print -u2 bad
  exit 1
fi
tar xzf x.tgz
exit
}
