#!/bin/sh
{
set -u
printf '%s\n' git tar gzip | while IFS= read -r tool; do
  command -v "$tool" >/dev/null || exit 1
done
printf 'all there\n'
exit
}
