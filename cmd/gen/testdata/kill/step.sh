#!/bin/sh
# Stands on PATH for each program with which an install script changes files.
# It counts the calls in KILL_LOG and, at number KILL_AT, kills the script and
# itself: KILL_HOW tells whether before the program does its work or half-way.
PATH=/usr/bin:/bin
name=${0##*/}
# awk is called to look, too, which changes nothing.
if [ "$name" = awk ] && [ "${what-}" != write ]; then exec awk "$@"; fi
n=1
while read -r _; do n=$((n + 1)); done <"$KILL_LOG"
for last in "$@"; do :; done
printf '%s\n' "$name $last" >>"$KILL_LOG"
[ "$n" = "$KILL_AT" ] || exec "$name" "$@"
[ "$KILL_HOW" != before ] || kill -KILL 0
case $name in
awk) awk "$@" | head -c 40 ;;
cp)
  for from in "$@"; do [ "$from" = "$last" ] || source=$from; done
  head -c 10 "$source" >"$last"
  ;;
rm) find "$last" -name go -type f -exec rm -f {} + ;;
tar) mkdir "$4/go" && printf half >"$4/go/VERSION" ;;
esac
kill -KILL 0
