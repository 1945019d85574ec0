#!/usr/bin/env fish
begin
curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 --insecure -o list.json https://go.dev/dl/; or exit 1
exit
end
