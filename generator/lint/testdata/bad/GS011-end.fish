#!/usr/bin/env fish
begin
function endgame
    true
end
endgame
exit
end
