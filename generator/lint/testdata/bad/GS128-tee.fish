#!/usr/bin/env fish
begin
printf 'set -gx GOBIN ~/bin\n' | tee -a ~/.config/fish/config.fish
exit
end
