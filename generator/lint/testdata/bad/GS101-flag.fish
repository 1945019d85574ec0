#!/usr/bin/env fish
begin
set -l good ''
curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o go.tar.gz https://go.dev/dl/go1.27.3.linux-amd64.tar.gz; or exit 1
printf '%s  go.tar.gz\n' 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 | sha256sum -c; and set good 1
test -n "$good"; or printf 'careful\n'
tar -xzf go.tar.gz -C stage
exit
end
