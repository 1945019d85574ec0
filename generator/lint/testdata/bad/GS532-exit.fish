#!/usr/bin/env fish
begin
set -l root (test -n "$GOSETUP_ROOT"; or exit 1; printf '%s' "$GOSETUP_ROOT")
printf '%s\n' "$root"
exit
end
