#!/bin/sh
# Prepares a Debian image; it runs as root, in a container.
{
set -eu
export DEBIAN_FRONTEND=noninteractive

packages='ca-certificates gcc libc6-dev make'

apt-get update
apt-get install --yes --no-install-recommends $packages
rm -rf /var/lib/apt/lists/*
sed -i 's/^# *\(en_US.UTF-8\)/\1/' /etc/locale.gen
if ! getent passwd builder >/dev/null; then
  useradd --create-home --shell /bin/bash builder
fi
install -d -m 755 -o builder /workspace
jobs=$(nproc)
printf 'MAKEFLAGS=-j%s\n' "$jobs" >/etc/profile.d/make.sh
exit
}
