#!/usr/bin/env fish
begin
for try in 1 2 3
    curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o go.tar.gz https://go.dev/dl/go1.27.3.linux-amd64.tar.gz; and break
end
sudo tar -xzf go.tar.gz -C stage
exit
end
