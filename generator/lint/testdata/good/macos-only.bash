#!/bin/bash
# Settings of a Mac for a developer.
{
set -euo pipefail

if [[ $(uname -s) != Darwin ]]; then
  echo "This is for macOS." >&2
  exit 1
fi
version=$(sw_vers -productVersion)
echo "macOS $version"
if ! xcode-select -p >/dev/null 2>&1; then
  echo "Install the command line tools first: xcode-select --install" >&2
  exit 1
fi
size=$(stat -f %z "$HOME/.zshrc" 2>/dev/null || echo 0)
echo "your .zshrc has $size bytes"
defaults write com.apple.finder AppleShowAllFiles -bool true
killall Finder || true
exit
}
