#!/bin/sh
# gosetup: allow-file GS301 because unzip is asked for elsewhere
{
download() { curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$1" "$2"; }
for t in x y; do
  download "/tmp/w$$/$t.zip" "https://e.com/$t.zip" || exit 1
  unzip "/tmp/w$$/$t.zip"
done
exit
}
