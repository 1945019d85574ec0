# Snippets that must do in the simulator what they do in the real sh of Debian.
# A line of #### ends one. The first line of each says what it is about.
#### pipes run in subshells, in order
x=1; printf '3\n1\n2\n' | sort | while read -r n; do x=$n; printf '<%s>' "$n"; done; echo "$x"
#### a pipe has the status of its end
false | true; echo $?; true | false; echo $?; ! false | false; echo $?
#### pipes in functions that call themselves
f() { if [ "$1" -gt 0 ]; then { echo "$1"; f $(($1 - 1)); } | sed 's/^/ /'; fi; }; f 4
#### echo knows escapes
echo 'a\tb\\c' -n; echo -n x; echo "y  z"
#### printf
printf '%s-%s\n' a b c; printf '%5d|%-5s|%05d|%x|%o|%c\n' 42 ab 7 255 8 xyz; printf '%%\n'; printf '%b' 'a\nb\n'
#### test by the number of arguments
t() { if [ "$@" ]; then printf 1; else printf 0; fi; }
t; t ''; t a; t -n; t ! a; t ! ''; t -n a; t -z a; t a = a; t a != a; t -f = -f; t ! = !; t '(' = '('; t '(' a ')'
t 1 -lt 2; t 2 -le 1; t 3 -eq 3; t 3 -ne 3; t 1 -gt 0; t 0 -ge 1; t ! a = b; t a -a b; t '' -o b; t a = a -a b = c; t ! '' -a a
#### test of files
mkdir d; : >e; echo x >f; ln -s f l; ln -s nowhere b; chmod +x f; mkdir d/sub
for op in -e -f -d -s -L -h -r -w -x; do for file in d e f l b none; do if [ $op $file ]; then printf 1; else printf 0; fi; done; printf ' '; done
#### test complains about numbers
[ a -eq 1 ] 2>/dev/null; echo $?; [ 1 -foo 2 ] 2>/dev/null; echo $?
#### command -v
command -v printf; command -v ls-of-nowhere; echo $?; f() { :; }; command -v f; command -v if; type printf >/dev/null; echo $?
#### command leaves functions out
cat() { echo function; }; cat; echo file >x; command cat x
#### background and wait
(exit 3) & wait $!; echo $?; sleep 0 & p=$!; wait "$p"; echo $?; wait; echo $?
#### traps
trap 'echo bye $?' EXIT; trap 'echo term' TERM; kill -TERM $$; echo after; exit 4
#### a trap that ends the script
trap 'echo bye' EXIT; trap 'echo got it; trap - EXIT; exit 7' INT; kill -INT $$; echo never
#### a signal that is ignored
trap '' HUP; kill -HUP $$; echo still here
#### a signal in the middle of a function
f() { kill -TERM $$; echo one "$1"; shift; echo two "$1"; }; trap 'echo caught' TERM; f a b
#### kill -0
kill -0 $$; echo $?; kill -0 999999 2>/dev/null; echo $?
#### clobber and here-documents
set -f; echo '*' >|x; cat x; v=1; cat <<E
$v $(echo sub) \$v
E
cat <<'E'
$v
E
#### redirections
{ echo out; echo err >&2; } >o 2>&1; cat o; echo more >>o; wc -l <o | tr -d ' '; cat none 2>/dev/null || echo no
#### cd and pwd
mkdir -p a/b; ln -s a/b l; cd l; basename "$(pwd)"; basename "$(pwd -P)"; cd ..; basename "$(pwd)" | tr -d 0-9; cd -P a/b; cd -- ..; basename "$PWD"
#### globs are sorted and leave dots out
: >b; : >a; : >.c; mkdir d; : >d/x; echo *; echo .c*; echo d/*; echo none*; for f in [ab]; do printf '%s,' "$f"; done
#### umask
umask 077; : >x; mkdir y; umask; test -r x && echo r
#### eval and quotes
a='b c'; eval "x=\$a; echo \"\$x\" | cat"; set -- 'p q' r; eval 'echo $# "$1"'
#### set -e and set -u
(set -e; false; echo no); echo $?; (set -u; echo ${none-unset}; echo "$none") 2>/dev/null; [ $? -ne 0 ] && echo ended
#### a file that is read
echo 'y="from file"; echo "$y" "$x"' >lib; x=me; . ./lib; echo "$y"
#### a script of its own
printf '#!/bin/sh\necho "$0" "$#" "$1"; exit 5\n' >s; chmod +x s; ./s 'a b' c; echo $?; sh s x; sh -c 'echo "$0-$1"' n m; echo 'echo in $1' | sh -s arg
#### env
A=1 env | grep '^A='; env B=2 sh -c 'echo $B'; env -i C=3 /usr/bin/env
#### mv
echo 1 >a; echo 2 >b; mv a b; cat b; mkdir d; mv b d; cat d/b; echo 3 >c; mv -f c d/b; cat d/b; mv none x 2>/dev/null; echo $?
#### mv -T replaces a link to a directory
mkdir one two; ln -s one cur; ln -s two new; mv -fT new cur; readlink cur; mkdir x; : >y; mv -T y x 2>/dev/null; echo $?; mv -h y x 2>/dev/null || echo no -h
#### cp
echo a >a; chmod 640 a; cp -p a b; mkdir d; cp a d; cp -R d e; cat e/a; ln -s a l; cp l c; test -L c || echo plain; cp d x 2>/dev/null || echo no
#### ln
ln -s x y; ln -s z y 2>/dev/null || echo there; ln -sf z y; readlink y; mkdir d; ln -s d k; ln -s q k; readlink k/q; ln -sfn new k; readlink k; echo t >f; ln f g; cat g
#### rm and rmdir
mkdir -p a/b/c; : >a/f; rm a/b 2>/dev/null; echo $?; rmdir a 2>/dev/null; echo $?; rm -rf a none; test -e a; echo $?; rm none 2>/dev/null; echo $?; rm -f none; echo $?
#### mkdir
mkdir -p a/b a; mkdir a 2>/dev/null; echo $?; mkdir x/y 2>/dev/null; echo $?; mkdir -m 700 p; : >f; mkdir -p f/g 2>/dev/null; echo $?
#### readlink
ln -s a b; readlink b; readlink a; echo $?; readlink none; echo $?; readlink -n b; mkdir d; ln -s ../d d/self; basename "$(readlink -f d/self/self)"
#### chmod
: >f; chmod 644 f; chmod u+x,g-r,o= f; test -x f && echo x; chmod a+x f; chmod -x f; test -x f || echo no
#### head tail wc cut tr
printf '1\n2\n3\n4' >f; head -n 2 f; tail -n 2 f; echo; tail -c 1 f; echo; head -c 3 f; tail -n +3 f; echo; wc -l <f; wc -c <f
echo a:b:c | cut -d: -f2; echo a:b:c | cut -d : -f 1,3; echo abcdef | cut -c2-4; echo Hello | tr a-z A-Z; echo 'a  b' | tr -s ' '; echo a1b2 | tr -d 0-9; echo abc | tr '[:lower:]' '[:upper:]'
#### sort and uniq
printf 'b\na\nb\n10\n9\n' | sort; printf '10\n9\n' | sort -n; printf '1.10\n1.9\n' | sort -V; printf 'a\nb\na\n' | sort -u | sort -r; printf 'a\na\nb\n' | uniq; printf 'a\na\nb\n' | uniq -c; printf 'a\na\nb\n' | uniq -d
#### basename and dirname
basename /a/b/; basename a.txt .txt; dirname /a/b; dirname a; dirname /; dirname a/b/
#### sha256sum
printf abc >f; sha256sum f; sha256sum <f; sha256sum f >s; sha256sum -c s; echo x >f; sha256sum -c s 2>/dev/null; echo $?; openssl dgst -sha256 -r f; shasum -a 256 f
#### tee
echo a | tee x; echo b | tee -a x >/dev/null; cat x
#### date of a fixed format
case $(date +%Y) in 2[0-9][0-9][0-9]) echo year ;; esac; case $(date +%s) in *[!0-9]*) echo no ;; *) echo seconds ;; esac
#### uname
uname -s; test "$(uname)" = "$(uname -s)" && echo same
#### getopts
while getopts ab: o -a -b x; do echo "$o${OPTARG-}"; done
#### IFS and read
IFS=: read -r a b <<E
x:y:z
E
echo "$a|$b"; printf 'no newline' | { read -r l || echo "part $l"; }
#### backslashes outside of quotes
x='a'\''b'; echo "$x"; y=\$HOME\\z\"; printf '%s\n' "$y"; case \* in '*') echo star ;; esac; echo a >f\ g; cat 'f g'; export z=q\'q; echo "$z"; case 'a*' in a\*) echo pattern ;; esac; v='p*q'; echo "${v%%\**}"
#### test of an operator without its words
[ -gt 3 ] 2>/dev/null; echo $?; [ x y ] 2>/dev/null; echo $?
#### set with -o at the end
set -euo noglob; echo *; (false; echo no); echo never
#### find by kind and by name
mkdir -p d/e; : >d/f; : >d/e/_go.mod; : >d/.h; ln -s f d/l; find . -type f | sort; find d ! -type f ! -type d; find d -type d -name e; find d -name '_go.*' -print; find d d/e ! -name f ! ! -type f | sort
find none 2>/dev/null; echo $?; find d -type l -name '[!l]'; find d -name '*h'; find d/ -name d; find d/l -type l; find d -type f -name '?' ! -name x -print
#### find runs programs
mkdir -p d/e; echo 1 >d/a; echo 2 >d/e/b; find d -type f -exec cat {} + | sort; find d -type f -exec sha256sum {} + | sort -k 2
find d -type f -exec openssl dgst -sha256 -r {} + | sed 's/ \*/  /' | sort -k 2; find d -type f -exec shasum -a 256 {} + | sort -k 2; find d -name no -exec false {} +; echo $?; find d -type f -exec false {} +; echo $?
find d -type f -exec chmod 755 {} +; [ -x d/e/b ] && echo x; cd d && find e -type d -exec rmdir {} + 2>/dev/null || echo no
#### sort by a field
printf 'b  2\na 10\nc\na  2\nd x\n\n' | sort -k 2; printf 'b 1 z\na 2 y\n' | sort -k 3; printf 'a 1\nb 1\nc 0\n' | sort -rk 2; printf '1  a/b\n0  a-b\n2  a\n' | sort -k2
#### bytes by head, wc and tr
printf abcdef >f; head -c 3 f; head -c 0 f; head -c 99 f; wc -c <f; wc -c f; : >e; wc -c <e; printf '\000a\001B\n' | tr -d '\000' | tr '\001' '-' | tr '[:upper:]' '[:lower:]'
#### a loop that a function leaves
f() { for x in a b c; do [ "$x" != b ] || return 3; done; }; f; echo "$? $x"; g() { for y; do for x in 1 2 3; do echo "$? $y$x"; [ "$y$x" != q2 ] || return 0; false; done; done; }; g p q r; echo "$? $x $y"
h() { for z in 1 2; do if [ "$1" -gt 0 ]; then h $(($1 - 1)); fi; echo "$1 $z"; [ "$z" != 2 ] || return; done; }; h 2; echo "$z"; k() { for i in $(echo 5 6); do case $i in 6) return 1 ;; esac; done; }; k || echo "$i"
#### the status of return and exit without one
f() { false; return; }; f; echo $?; g() { case x in x*) f ;; esac; return; }; g; echo $?; h() { (exit 3); return; }; h; echo $?; (false; exit); echo $?; (h || exit); echo $?; k() { return; }; false; k; echo $?
l() { f || return; echo no; }; l; echo $?; m() { if f; then :; fi; return; }; m; echo $?; n() { ! f; return; }; n; echo $?; o() { f && true; return; }; o; echo $?; p() { x=$(exit 4); return; }; p; echo $?; q() { for i in 1; do h || return; done; }; q; echo $?
