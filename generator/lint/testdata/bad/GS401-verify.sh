#!/bin/sh
{
set -eu
verify() {
  [ -s "$1" ]
}
unpack() {
  gzip -dc "$1" >"$HOME/tool.tar"
}
unpack tool.tar.gz
exit
}
