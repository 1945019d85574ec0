#!/bin/zsh -f
{
answer=${1-}
if [ $answer = yes ]; then
  print -r -- "going on"
fi
exit
}
