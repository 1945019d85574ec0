#!/usr/bin/env fish
begin
if test -n "$anwser"
    printf 'yes\n'
end
exit
end
