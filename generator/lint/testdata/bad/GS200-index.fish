#!/usr/bin/env fish
begin
[ $argv[1] = go ]; or exit 1
exit
end
