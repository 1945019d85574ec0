#!/bin/zsh -f
{
system=$(uname -s)
if [ "$system" == Linux ]; then
  print -r -- "Linux"
fi
exit
}
