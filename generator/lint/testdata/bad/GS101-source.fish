#!/usr/bin/env fish
begin
curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 https://get.example/setup.fish | source
exit
end
