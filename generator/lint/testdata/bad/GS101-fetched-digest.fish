#!/usr/bin/env fish
begin
curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o go.tar.gz https://go.dev/dl/go1.27.3.linux-amd64.tar.gz; or exit 1
set -l want (curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 https://go.dev/dl/go1.27.3.linux-amd64.tar.gz.sha256)
set -l got (string split ' ' -- (sha256sum go.tar.gz))[1]
test "$got" = "$want"; or exit 1
tar -xzf go.tar.gz -C stage
exit
end
