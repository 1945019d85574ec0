#!/usr/bin/env fish
begin
# Everything that a careful script does.
function die
    printf 'error: %s\n' "$argv[1]" >&2
    exit 1
end
function sha256_of
    if command -sq sha256sum
        string split ' ' -- (sha256sum "$argv[1]")
    else
        string split ' ' -- (shasum -a 256 "$argv[1]")
    end
end
function get --argument-names url file want
    curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 --output="$file" "$url"; or die "cannot fetch $url"
    set -l got (sha256_of "$file")[1]
    test "$got" = "$want"; or die "$url is not what it was"
end
set -g root "$HOME/gosetup"
set -g stage "$root/.stage"
mkdir -p "$stage"; or die 'no room'
get https://go.dev/dl/go1.27.3.linux-amd64.tar.gz "$stage/go.tar.gz" 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40
tar -xzf "$stage/go.tar.gz" -C "$stage"; or die 'cannot unpack'
mv "$stage/go" "$root/go"; or die 'cannot rename'
exit
end
