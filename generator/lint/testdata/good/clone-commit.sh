#!/bin/sh
{
commit=7b1fd1bcd0d4d9f8e5f7d3a6c2b9a8e4f1c0d2e3
git clone https://example.com/a/b.git "$HOME/b" || exit 1
got=$(git -C "$HOME/b" rev-parse HEAD) || exit 1
[ "$got" = "$commit" ] || exit 1
"$HOME/b/install.sh" || exit 1
git clone https://example.com/a/c.git "$HOME/c" || exit 1
cd "$HOME/c" || exit 1
git checkout -q --detach "$commit" || exit 1
make install || exit 1
git clone https://example.com/a/d.git "$HOME/d" || exit 1
printf 'see %s\n' "$HOME/d/README"
exit
}
