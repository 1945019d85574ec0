#!/usr/bin/env fish
mkdir work
begin
    exit
end
