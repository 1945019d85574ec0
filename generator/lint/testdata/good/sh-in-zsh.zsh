#!/bin/zsh -f
# A script that keeps to what sh and zsh share.
{
emulate sh
set -u

flags='-p -v'
dirs='bin lib share'
for dir in $dirs; do
  mkdir $flags "$HOME/.tool/$dir"
done
for file in "$HOME"/.tool/*.old; do
  [ -e "$file" ] || continue
  rm -f "$file"
done
exit
}
