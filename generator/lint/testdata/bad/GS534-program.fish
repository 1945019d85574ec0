#!/usr/bin/env fish
begin
set -q argv[1]; and cd "$argv[1]"; or cd work
exit
end
