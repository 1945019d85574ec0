#!/usr/bin/env fish
begin
curl --fail --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o list.json "$argv[1]"; or exit 1
exit
end
