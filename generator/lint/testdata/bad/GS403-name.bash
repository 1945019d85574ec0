#!/bin/bash
{
set -eu
arch=$(uname -m)
printf '%s-%s\n' "$platform" "$arch"
exit
}
