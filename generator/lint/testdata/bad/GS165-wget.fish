#!/usr/bin/env fish
begin
wget -q --secure-protocol=TLSv1_2 --max-redirect=0 -O list.json https://go.dev/dl/; or exit 1
exit
end
