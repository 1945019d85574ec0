#!/bin/sh
{
git clone https://example.com/a/b.git "$HOME/b" || exit 1
cd "$HOME/b" || exit 1
git checkout -q 7b1fd1bcd0d4d9f8e5f7d3a6c2b9a8e4f1c0d2e3
sh install.sh
exit
}
