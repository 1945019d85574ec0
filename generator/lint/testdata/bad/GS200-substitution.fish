#!/usr/bin/env fish
begin
test (cat VERSION) = go1.27.3; or exit 1
exit
end
