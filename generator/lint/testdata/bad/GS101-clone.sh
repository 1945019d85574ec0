#!/bin/sh
{
git clone --depth 1 https://example.com/a/b.git "$HOME/b" || exit 1
"$HOME/b/install.sh"
exit
}
