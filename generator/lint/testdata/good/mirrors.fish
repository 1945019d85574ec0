#!/usr/bin/env fish
begin
function die
    printf 'error: %s\n' "$argv[1]" >&2
    exit 1
end
set -g fetched ''
function try
    test -z "$fetched"; or return 0
    wget --quiet --max-redirect=0 --secure-protocol=TLSv1_2 --timeout=30 -O go.tar.gz "$argv[1]/go.tar.gz"; or return 1
    if printf '%s  go.tar.gz\n' 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 | sha256sum -c
        set -g fetched 1
    else
        rm -f go.tar.gz
    end
end
try https://go.dev/dl
try https://dl.google.com/go
test -n "$fetched"; or die 'no source has it'
tar -xzf go.tar.gz -C stage; or die 'cannot unpack'
exit
end
