#!/usr/bin/env fish
begin
sed -i.bak '/gosetup/d' "$HOME/.bashrc"; or exit 1
exit
end
