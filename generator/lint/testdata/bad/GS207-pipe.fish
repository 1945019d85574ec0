#!/usr/bin/env fish
begin
printf 'set -g a %s\n' "$argv[1]" | source
exit
end
