#!/usr/bin/env fish
begin
curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o go.tar.gz https://go.dev/dl/go1.27.3.linux-amd64.tar.gz; or exit 1
tar -xzf go.tar.gz -C stage; or exit 1
printf '%s  go.tar.gz\n' 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 | sha256sum -c; or exit 1
exit
end
