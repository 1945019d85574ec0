#!/usr/bin/env fish
begin
nvm install 22; or exit 1
exit
end
