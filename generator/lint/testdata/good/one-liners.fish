#!/usr/bin/env fish
begin
curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o stage/go.tar.gz https://go.dev/dl/go1.27.3.linux-amd64.tar.gz; or exit 1
printf '%s  stage/go.tar.gz\n' 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 | sha256sum -c; or exit 1
if command -sq perl
    perl -T -MCompress::Raw::Zlib -e 'print Compress::Raw::Zlib::Inflate->new' <stage/go.tar.gz | tar -x -C stage; or exit 1
else if command -sq python3
    python3 -I -S -c 'import sys, zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))' <stage/go.tar.gz | tar -x -C stage; or exit 1
end
exit
end
