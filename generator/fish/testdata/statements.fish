printf '%s' it\'s

printf '%s\n' it\'s "$v2[1]" '"a b"'

set -g v1 it\'s
printf '%s' "$v1"

set v1 "a it\'s b" '$v2[1]'

set -gx v1 $v2 it\'s

v1=it\'s v2="$v2[1]" f1 "a b"

for v1 in it\'s b a 'b c'
  printf '%s' $v1
end

for v1 in a 'b c'; true; end

switch it\'s
case $v2[1] a
  true
case '*'
  false
end

switch "$v1"
  case 'it\'s=*'
    true $v2[1]
end

if test it\'s = $v2[1]
  true "a b"
else if test -n it\'s; and true
  true
else
  false
end

test -f it\'s; or true "$v2[1]"

while test it\'s != "it\'s"
  true
end

test -n "it\'s"; and printf '%s' "it\'s"

function f1
  printf '%s' $argv
end
f1 it\'s

function f1; true it\'s; end
f1

function f_name
  set -l v1 it\'s
  true "$v1"
end

begin
  true it\'s
end 2>/dev/null

begin; true it\'s; end | cat

set v1 (printf '%s' it\'s)

set v1 "$(printf '%s' it\'s)"

printf '%s' "$(printf '%s' "$(printf '%s' it\'s)")"

set v1 (printf '%s' 'it\'s' | string collect)[1]

printf '%s' a$(printf '%s' "it\'s")b

# it\'s
true a

true a # it\'s
true $v2[1]

# a \
true it\'s

true it\'s \
  $v2[1] # "a b"

true it\'s | cat

true it\'s || true && false

not true it\'s

true >it\'s

true >>./it\'s 2>&1

cat <it\'s

true ~/it\'s "$HOME/it\'s" $HOME/$v2[1]

true ait\'sb 'it\'s'"$v2[1]" --o="a b"

true "\"it\'s\"" "\\it\'s" '\it\'s'

math 3 + 1

string replace -- it\'s $v2[1] "a b"

string split -m 1 -- = it\'s

string match -rq '^a' -- it\'s

contains -- it\'s a 'b c'; or echo it\'s

set -g name it\'s

printf '%s' "$name"

echo it\'s (count a 'b c')

string join ', ' $v1 it\'s

set -l v1 $v1[1] "$v1[1]" it\'s

true {a,b}it\'s {$v1}

true $v1it\'s "$v1$v2[1]"

function f1; true; end
name it\'s

read -l v1 <it\'s

command printf '%s' it\'s

builtin echo a it\'s

exit 3

[ it\'s = a ]; and true

if [ -n it\'s ]
true
end

time true it\'s

set -e v1[3]

true it\'s &
wait
