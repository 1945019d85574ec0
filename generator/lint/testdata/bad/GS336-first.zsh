#!/bin/zsh -f
{
version=(1 27 3)
if (( ${version[0]} < 2 )); then
  print -r -- "old"
fi
exit
}
