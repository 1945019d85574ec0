#!/bin/sh
# What the first round fetched, the second unpacks; nobody compares it.
{
dir=$(mktemp -d) || exit 1
ready='' rounds=0
while [ "$rounds" -lt 5 ]; do
  if [ -n "$ready" ]; then
    tar -xzf "$dir/tool.tgz" -C "$dir"
    break
  fi
  if curl -fsSL --proto =https --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$dir/tool.tgz" https://example.com/tool.tgz; then ready=1; fi
  rounds=$((rounds + 1))
done
exit
}
