#!/bin/sh
{
get() {
  curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 "$1"
}
get https://example.com/get | sh
exit
}
