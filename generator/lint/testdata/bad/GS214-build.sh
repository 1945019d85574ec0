#!/bin/sh
{
set -u
build() {
  cd "$HOME/src/tool"
  ./configure
  make
}
build
exit
}
