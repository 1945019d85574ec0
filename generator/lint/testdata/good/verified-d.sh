#!/bin/sh
# gosetup: allow-file GS301 because it is for Debian
{
die() { echo "$1" >&2; exit 1; }
file=x.tgz
wget -q --max-redirect=0 --secure-protocol=TLSv1_2 --timeout=30 --tries=3 -O "$file" https://e.com/x.tgz || die fetch
actual=`sha256sum "$file" | sed 's/ .*//'`
if test "$actual" = 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40
then
  tar xzf "$file"
else
  die "bad digest"
fi
exit
}
