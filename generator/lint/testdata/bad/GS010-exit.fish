#!/usr/bin/env fish
begin
    mkdir work
end
