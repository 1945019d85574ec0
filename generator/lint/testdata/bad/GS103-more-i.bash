#!/usr/bin/env bash
{
expected=$(curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 https://e.com/sums | awk '/x.tgz/ {print $1}')
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz
actual=$(openssl dgst -sha256 x.tgz | awk '{print $2}')
[[ $expected == "$actual" ]] || { echo no; exit 1; }
tar xzf x.tgz
exit
}
