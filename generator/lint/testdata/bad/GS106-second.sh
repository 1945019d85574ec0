#!/bin/sh
# The first source tells that it failed; the second does not.
{
get() {
  curl -fsSL --proto =https --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$2" "$1"
}
first() {
  get https://one.example.com/a.txt "$1"
}
second() {
  get https://two.example.com/a.txt "$1" || echo "cannot fetch $1" >&2
}
first a.txt || second a.txt || exit 1
cat a.txt
exit
}
