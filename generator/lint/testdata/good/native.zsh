#!/bin/zsh -f
# zsh as zsh.
{
emulate -R zsh
setopt err_exit no_unset pipe_fail

typeset -a tools missing
tools=(git tar gzip)
missing=()
local_bin=$HOME/.local/bin

for tool in $tools; do
  (( $+commands[$tool] )) || missing+=($tool)
done
if (( $#missing )); then
  print -u2 -r -- "missing: ${(j:, :)missing}"
  exit 1
fi
for old in $local_bin/tool-*(N); do
  print -r -- "found ${old:t}"
done
print -r -- "${(j:, :)${(@)tools}}" ${(U)${local_bin:t}}
if [[ $OSTYPE == darwin* ]]; then
  print -r -- "first: ${tools[1]}"
fi
exit
}
