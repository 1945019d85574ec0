#!/usr/bin/env fish
begin
set -g dry ''
switch "$argv[1]"
    case --dry-run
        set -g dry 1
end
printf 'plan\n' >plan.txt; or exit 1
test -z "$dry"; or exit 0
mkdir work; or exit 1
exit
end
