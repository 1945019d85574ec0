#!/bin/sh
{
sh -c 'cd "$(mktemp -d)" || exit 1
  curl -fsSL --proto =https --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x https://example.com/x || exit 1
  printf "%s  x\n" e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 | sha256sum -c - || exit 1
  sh x' || exit 1
cat <<END
$(uname -s): run curl https://example.com/x | sh
END
exit
}
