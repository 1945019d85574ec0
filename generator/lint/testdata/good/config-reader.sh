#!/bin/sh
# Reads KEY=VALUE lines without running them.
{
set -eu
config=${XDG_CONFIG_HOME:-$HOME/.config}/tool/config
channel=stable prefix=$HOME/.local

if [ -r "$config" ]; then
  while IFS='=' read -r key value || [ -n "$key" ]; do
    case $key in
    '' | '#'*) continue ;;
    channel) channel=$value ;;
    prefix) prefix=$value ;;
    *) printf 'ignoring %s\n' "$key" >&2 ;;
    esac
  done <"$config"
fi
case $channel in
stable | beta) ;;
*)
  printf 'unknown channel %s\n' "$channel" >&2
  exit 2
  ;;
esac
printf 'channel %s, prefix %s\n' "$channel" "$prefix"

old_ifs=$IFS
IFS=:
set -f
for dir in $PATH; do
  [ -x "$dir/tool" ] || continue
  printf 'there is one in %s\n' "$dir"
done
set +f
IFS=$old_ifs
exit
}
