#!/bin/sh
{
for file in .bashrc .zshrc; do
  echo 'export PATH="$PATH:$HOME/.tool/bin" # tool' >>"$HOME/$file"
done
exit
}
