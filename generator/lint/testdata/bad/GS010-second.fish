#!/usr/bin/env fish
begin
    mkdir work
    exit
end
mkdir more
