#!/usr/bin/env fish
begin
set -l count (count $argv)
test $count -gt 0; or exit 2
for arg in $argv
    test $arg != --; or break
    set -l size (string length -- "$arg")
    test $size -lt 100; and test $status -eq 0; or exit 1
end
set -l n $argv[1]
test -n "$n"; or set n 1
test $n -lt 5; or exit 1
exit
end
