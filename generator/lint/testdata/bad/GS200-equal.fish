#!/usr/bin/env fish
begin
set -l kind $argv[1]
test $kind = go; or exit 1
exit
end
