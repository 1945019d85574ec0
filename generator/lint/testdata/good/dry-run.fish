#!/usr/bin/env fish
begin
set -g mode run
while set -q argv[1]
    switch "$argv[1]"
        case -n --dry-run
            set -g mode plan
            set -g dry_run 1
        case '*'
            printf 'unknown option %s\n' "$argv[1]" >&2
            exit 2
    end
    set -e argv[1]
end
function work
    if test -n "$dry_run"
        printf 'would make %s\n' "$argv[1]"
        return 0
    end
    mkdir -p "$argv[1]"; or exit 1
end
work one
work two
printf '%s\n' "$mode" >/dev/null
exit
end
