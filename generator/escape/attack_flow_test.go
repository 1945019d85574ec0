package escape

// sources take a value into a variable.
var sources = pieces(`
: @N=@H
: @N=@H
: @N=@H
: @N="a @I b"
: @N='{{.A}}'
: @N=a:@H
: export @N=@H
: export @N="@I"
: readonly @N=@H
: @N=a; export @N; @N=@H
k: local @N=@H
k: typeset @N=@H
k: typeset @N="@I" u=a
k: declare @N=@H
: @N=$(printf %s @H)
: @N="$(printf '%s' "@I")"
: @N=$(cat <<E\n{{.A}}\nE\n)
: @N=$(cat <<'E'\n{{.A}}\nE\n)
: read -r @N <<E\n{{.A}}\nE
: read @N <<'E'\n{{.A}}\nE
: IFS= read -r @N u <<E\na {{.A}}\nE
k: read -r @N <<< @H
k: read -r @N <<< "@I"
b: read -ra @N <<< @H
b: mapfile -t @N <<< @H
b: printf -v @N %s @H
b: printf -v '@N[0]' %s @H
b: declare -A @N; @N[k]=@H; @N=${@N[k]}
b: declare -n r9=@N; r9=@H
k: @N=(@H b)
k: @N=(a {{.W}}); @N=${@N[1]}
k: @N=a; @N+=@H
k: @N+=(@H)
k: @N[1]=@H
: : "${@N:={{.A}}}"
: : "${@N=@I}"
: @N="${u:-{{.A}}}"
: @N="${HOME:+{{.A}}}"
: set -- @H\n@N=$1
: set -- {{.W}}\n@N=$*
: set -- a @H b\n@N=$2
: set -- a @H\nshift\n@N=$1
: set -- @H\n@N="$@"
: set -- -a @H\ngetopts a: o\n@N=$OPTARG
: @F() {\n@N=$1\n}\n@F @H
: @F() {\n@N=$2\n}\n@F a @H b
: @F() {\nshift\n@N="$*"\n}\n@F a @H
: @F() {\nfor @N; do\n@R\ndone\n}\n@F @H
: @F() {\n@N=$1\n@R\n}\n@F @H
: @F() {\n@R\n}\n@N=@H @F
: @F() {\nprintf %s {{.A}}\n}\n@N=$(@F)
: @F() {\ncat\n}\n@N=$(@F <<E\n{{.A}}\nE\n)
: for @N in @H b; do\n@R\ndone
: for @N in {{.W}}; do\n@R\ndone
: for @N in a @H; do :; done
: case @H in\n*) @N=@H ;;\nesac
: if [ @H = a ]; then @N=b; else @N=@H; fi
: [ -n "@I" ] && @N=@H
: printf '%s\n' @H | {\nread -r @N\n@R\n}
: printf '%s\n' @H | while read -r @N; do\n@R\ndone
: while read -r @N; do\n@R\ndone <<E\n{{.A}}\nE
: cat <<E | while read -r @N; do\n{{.A}}\nE\n@R\ndone
: printf '%s\n' @H >t\nread -r @N <t
: cat >t <<E\n{{.A}}\nE\n@N=$(cat t)
: : >@H\nfor @N in *; do\n@R\ndone
: mkdir -- @H\n@N=$(ls)
: : @H\n@N=$_
: export u=@H\n@N=$(printenv u)
: HOME=@H\n@N=~
: PWD=@H\n@N=$PWD
: @N=u; u=@H; @N=$u
: u=@H w=$u @N=$w
: unset @N; @N=@H
: @N=; @N=$@N@H
b: mapfile @N < <(printf '%s\n' @H)
b: REPLY=; read -r <<< @H; @N=$REPLY
b: [[ @H =~ (.*) ]]; @N=${BASH_REMATCH[1]}
b: coproc { printf '%s\n' @H; }; read -r @N <&"${COPROC[0]}"
b: @N=$(< <(printf %s @H))
b: set -- @H; @N=${!#}
b: set -- @H; @N=${@: -1}
b: @F() { local -n r8=$1; r8=@H; }; @F @N
z: () {\n@N=$1\n@R\n} @H
z: : ${@N::=@H}
z: : ${@N:=@H}
z: print -v @N -r -- @H
z: printf -v @N %s @H
z: typeset -A @N; @N[k]=@H; @N=$@N[k]
z: typeset -A @N; @N=(k @H); @N=$@N[k]
z: set -A @N @H
z: @N=(@H); @N=$@N[1]
z: typeset -gx @N=@H
z: for @N (@H b) {\n@R\n}
z: for k @N in a @H; do\n@R\ndone
z: read -r <<< @H; @N=$REPLY
z: printf %s @H | read -r @N
z: @N=$(<<< @H)
z: @N==(<<< @H); @N=$(<$@N)
z: [[ @H == (#b)(*) ]]; @N=$match[1]
z: typeset -T @N u9=@H
z: zparseopts -D -a @N -- a; @N=@H
z: zstyle x y @H; zstyle -s x y @N
`)

// flows pass a value from one variable to another.
var flows = pieces(`
: @N=$@V
: @N="@D"
: @N=@E
: @N=@E u=a
: @N=a$@V
: @N=${@V:-b}
: @N=${u:-$@V}
: @N="${HOME:+$@V}"
: : "${@N:=$@V}"
: : ${@N=$@V}
: @N=${@V#a}
: @N=${@V%%[!a]*}
: @N=$(printf %s "$@V")
: @N=$(printf '%s' "@D")
: @N="$(echo "$@V")"
: @N=$(cat <<E\n$@V\nE\n)
: read -r @N <<E\n@D\nE
: export @N="$@V"
: export @N=$@V
: readonly @N=@E
k: local @N=@E
k: typeset @N="@D"
k: declare @N=$@V
k: @N+=$@V
k: @N=("$@V"); @N=${@N[0]}
k: @N=($@V b)
k: @N[1]=$@V
k: read -r @N <<< "$@V"
: set -- "$@V"\n@N=$1
: set -- $@V\n@N=$*
: set -- a "$@V"\nshift\n@N=$1
: set -- @E\nfor @N do\n@R\ndone
: @F() {\n@N=$1\n}\n@F @E
: @F() {\n@N=$2\n}\n@F a @E
: @F() {\n@N="$@"\n@R\n}\n@F "$@V"
: @F() {\nshift\n@N=$1\n}\n@F a "$@V"
: @F() {\nset -- "$1"\n@N=$1\n}\n@F @E
: @F() {\n@R\n}\n@N=@E @F
: @F() {\n@N=$@V\n}\n@F
: @F() { printf %s "$1"; }\n@N=$(@F "$@V")
: @F() { printf %s "$@V"; }\n@N=$(@F)
: @F() { _g "$1"; }\n_g() { @N=$1; }\n@F "$@V"
: for @N in @E; do\n@R\ndone
: for @N in a $@V b; do\n@R\ndone
: case @E in\n*) @N=$@V ;;\nesac
: case $@V in a) @N=b ;; *) @N=@E ;; esac
: [ -n "$@V" ] && @N=@E
: printf '%s\n' "$@V" | {\nread -r @N\n@R\n}
: printf '%s\n' "$@V" >t\nread -r @N <t
: echo "$@V" >t\n@N=$(cat t)
: : "$@V"\n@N=$_
: : >"$@V"\nfor @N in *; do\n@R\ndone
: eval "@N=\$@V"
: eval '@N=$@V'
: u=@V; eval "@N=\$$u"
: if @N=@E; then\n@R\nfi
: while @N=$@V; do\n@R\nbreak\ndone
: { @N=$@V; } 2>/dev/null
: @N=$@V :
: OPTARG=$@V; @N=$OPTARG
: _=$@V; @N=$_
: @V=x$@V; @N=$@V
b: u=@V; @N=${!u}
b: declare -n @N=@V
b: declare -n r7=@N; r7=$@V
b: printf -v @N %s "$@V"
b: mapfile -t @N <<< "$@V"
b: @N=${@V^^}
b: @N=${@V/a/b}
b: @N=${@V:0}
b: @N=${@V@U}
b: [[ $@V =~ (.*) ]] && @N=${BASH_REMATCH[0]}
b: @N=("${@V[@]}")
b: declare -A @N=([k]="$@V"); @N=${@N[k]}
b: @F() { local -n r6=$1; @N=$r6; }; @F @V
b: @F() { local -n r6=$1; r6=$@V; }; @F @N
b: exec 9<<<"$@V"; read -r @N <&9
z: @N=${(P)${:-@V}}
z: u=@V; @N=${(P)u}
z: @N=${(L)@V}
z: @N=${${@V}#a}
z: : ${@N::=$@V}
z: print -v @N -r -- $@V
z: @N=(${(s: :)@V}); @N=$@N[1]
z: typeset -A @N; @N[k]=$@V; @N=$@N[k]
z: [[ $@V == (#b)(*) ]] && @N=$match[1]
z: @N=$@V[1,-1]
z: () { @N=$1 } $@V
z: typeset -g @N=$@V
z: @N=$(<<< $@V)
z: for @N ($@V) {\n@R\n}
z: set -A @N $@V
z: zstyle x y $@V; zstyle -s x y @N
z: @N=${parameters[@V]}; @N=$@V
`)

// uses are harmless.
var uses = pieces(`
: printf '%s\n' @E
: printf '%s\n' "@D" @H
: : @E
: : "@D" '{{.B}}' {{.C}}
: [ @E = @H ] || :
: [ -n "@D" ] && :
: [ "@D" != a ] && printf %s b
: case @E in @H) : ;; a | "@D") : ;; esac
: case a in @H) : ;; esac
: cat <<E\na @D b\nE
: cat <<'E'\n{{.A}}\nE
: cat <<E | cat\n{{.A}}\nE
: export u="@D"
: u="@D"; printf %s "$u"
: @F() { printf '%s' "$1"; }\n@F @E
: @F() { : "$@"; }\n@F @E {{.W}}
: : >@H
: : >t 2>@H
: : "${u:-@D}"
: mkdir -p -- @H
: rm -f -- @E @H
: cat -- @E 2>/dev/null
: touch -- "./@D"
: ln -s -- @H l
: echo "@D"
: printf '%s\n' {{.W}}
: set -- {{.W}} @E
: for i in {{.W}}; do : "$i"; done
: # {{.A}}
: : a # {{.A}}
: command -v @H
: exit 3
k: [[ @E == @H ]]
k: [[ -n @E && @E != a ]]
k: [[ -f @H ]]
k: cat <<< @E
k: u=(@E {{.W}}); printf %s "${u[@]}"
k: local u=@E
z: print -r -- @E
z: path=(@H $path)
z: typeset -U u=(@E)
`)
