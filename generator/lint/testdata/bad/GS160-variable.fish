#!/usr/bin/env fish
begin
set -l url http://go.dev/dl/
curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o list.json $url; or exit 1
exit
end
