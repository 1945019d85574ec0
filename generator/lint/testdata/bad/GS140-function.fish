#!/usr/bin/env fish
begin
set -g dry ''
function make
    mkdir "$argv[1]"; or exit 1
end
switch "$argv[1]"
    case -n --dry-run
        set -g dry 1
end
if test -n "$dry"
    make work
else
    make work
    make more
end
exit
end
