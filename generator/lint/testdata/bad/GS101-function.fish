#!/usr/bin/env fish
begin
function get
    curl --fail --proto =https --proto-redir =https --tlsv1.2 --connect-timeout 15 --max-time 600 -o "$argv[2]" "$argv[1]"; or exit 1
end
function unpack
    tar -xzf "$argv[1]" -C stage; or exit 1
end
get https://go.dev/dl/go1.27.3.linux-amd64.tar.gz go.tar.gz
unpack go.tar.gz
exit
end
