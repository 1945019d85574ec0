#!/usr/bin/env fish
begin
sh -c "cd $argv[1]; ls"
exit
end
