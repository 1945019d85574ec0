package escape

// sinks read a value again: as code, a name, a number, an option, a pattern, or
// in another language.
var sinks = append(sure[:len(sure):len(sure)], doubtful...)

// sure sinks are known to run some value in some shell.
var sure = pieces(`
: eval @E
: eval "u=@D"
: eval "u=\"@D\""
: eval u=@E
: eval "printf %s @D"
: eval "set -- @D"
: @E
: @E a
: $@V
: "$@V" a
: u=1 $@V
: command @E
: command -- @E a
: exec @E
: ! $@V
: trap @E EXIT
: trap "printf %s @D" EXIT
: trap -- @E EXIT
: @F() { $1; }\n@F @E
: @F() { "$@"; }\n@F @E
: @F() { eval "$1"; }\n@F @E
: @F() { shift; "$@"; }\n@F a @E
: @F() { $@V; }\n@F
: alias u=@E\nu
: alias u="@D"\neval u
b: shopt -s expand_aliases\nalias u=@E\nu
z: alias -g u=@E\n: u
z: aliases[u]=@E\nu
: sh -c @E
: sh -c "printf %s @D"
: sh -c 'eval "$1"' sh @E
: sh -c '"$1"' sh @E
: export @V\nsh -c 'eval "$@V"'
: sh <<E\n@D\nE
: sh <<E\nprintf %s "@D"\nE
: printf '%s\n' @E | sh
: printf '%s\n' @E >t\n. ./t
: printf '%s\n' @E >t\nsh t
: cat >t <<E\n@D\nE\n. ./t
: . @E
: export ENV=@E\nsh -ic :
: PS4=@E\nset -x\n:
: PS4="@D"\nset -x\n:
: env @E
: env -- @E
: env "@D"
: env u=@E
: xargs @E </dev/null
: printf '%s\n' @E | xargs -I{} sh -c '{}'
: printf a | xargs -I{} sh -c @E
: find . -exec @E ';'
: awk @E
: awk "@D" /dev/null
: awk -v u=@E 'BEGIN{system(u)}'
: printf '%d' @E
: test @E -eq 1
: test 1 -eq "@D"
: test -v @E
: [ @E -eq 1 ]
: [ "@D" -gt 0 ]
: [ 1 -eq @E ]
: [ -v @E ]
: [ -t @E ]
: : $((@M))
: : $((@M))
: : $((u = @M))
: : "$(( @M > 0 ? 1 : 2 ))"
: u=$((@M)); printf %s "$u"
: u=@E; : $((u))
: : $((1 + $((@M))))
: while [ $((@M)) -gt 5 ]; do break; done
: export @E
: export "@D"
: readonly @E
: unset @E
: unset -v @E
: read @E <<E\na\nE
: read -r "@D" <<E\na\nE
: getopts a @E
: shift @E
: exit @E
: return @E
: break @E
: set -- @E; : $(($1))
: set -- @E; eval "$1"
: set -- @E; "$@"
: set -- $@V; $1
: ulimit -n @E
: : >&"@D"
: SECONDS=@E
: RANDOM=@E
: OPTIND=@E
: COLUMNS=@E
: LINES=@E
: HISTSIZE=@E
: TMOUT=@E
: PPID=@E
: UID=@E
: ERRNO=@E
: for OPTIND in @E; do :; done
: for SECONDS in @E; do :; done
: read SECONDS <<E\n@D\nE
: export SECONDS=@E
: OPTIND=@E :
: : "${SECONDS:=@D}"
: : "${u:-$((@M))}"
: time $@V
: nohup @E
: nice @E
: timeout 1 @E
k: let @E
k: let "u=@D"
k: let u=@M
k: ((@M))
k: ((u=@M))
k: for ((u=@M; u<0; u++)); do :; done
k: [[ @E -eq 1 ]]
k: [[ 1 -lt @E ]]
k: [[ -v @E ]]
k: [[ -v $@V ]]
k: typeset -i u=@E
k: typeset -i u; u=@E
k: typeset -i u; for u in @E; do :; done
k: typeset -i u; read u <<E\n@D\nE
k: typeset -i u; export u=@E
k: typeset @E
k: typeset -x @E
k: typeset -n r5=@E; : $r5
k: typeset -n r5=@E; r5=1
k: nameref r5=@E; : $r5
k: integer u=@E
k: declare @E=1
k: declare "@D"
k: declare -i u=@E
k: local @E
k: local -i u=@E
k: u[@M]=1
k: u[$@V]=1
k: u=([@M]=1)
k: u=(a b); : "${u[@M]}"
k: u=(a b); : ${u[$@V]}
k: u=abc; : "${u:@M}"
k: u=abc; : "${u:0:@M}"
k: unset "u[$@V]"
k: read "u[$@V]" <<< a
k: read -u @E u
k: select u in @E; do eval "$u"; break; done <<< 1
k: source @E
k: . <(printf %s @E)
k: source /dev/stdin <<< @E
k: @F() { ((u=$1)); }\n@F @E
k: @F() { typeset -i u=$1; }\n@F @E
b: ${!@V}
b: : ${!@V}
b: u=@E; : "${!u}"
b: : "${@V@P}"
b: u=@E; : ${u@P}
b: declare -n r5; r5=@E; r5=a
b: declare -A u; unset "u[$@V]"
b: printf -v @E a
b: printf -v "u[$@V]" a
b: printf -v "@D" %s a
b: mapfile -C @E -c 1 u <<< a
b: compgen -C @E a
b: compgen -W @E a
b: compgen -W "@D"
b: BASH_ENV=@E bash -c :
b: export BASH_ENV=@E\nbash -c :
b: trap @E DEBUG\n:
b: trap @E ERR\nfalse
b: PS1=@E; : "${PS1@P}"
b: bash -c @E
b: BASH_ALIASES[u]=@E\nshopt -s expand_aliases\neval u
b: exec {u[@M]}</dev/null
z: eval $@V
z: : ${(e)@V}
z: setopt promptsubst; print -P @E
z: setopt promptsubst; print -P -- "@D"
z: print -v @E a
z: functions[u]=@E; u
z: emulate sh -c @E
z: integer u=@E
z: float u=@E
z: float u; u=@E
z: (( u = @M ))
z: : $u[@M]
z: : ${u[(r)$@V]}
z: : ${${u}[@M]}
z: u[@M]=a
z: repeat @M :
z: zstyle -e x y @E; zstyle -s x y u
z: zparseopts @E
z: noglob $@V
z: typeset -F u=@E
z: TRAPEXIT() { eval $@V }
z: trap $@V EXIT
z: SECONDS=@E
z: typeset -F SECONDS=@E
z: : $[@M]
z: options[@E]=on
z: source =(<<< @E)
z: eval "$(<<< @E)"
`)

// doubtful sinks did not, with the values tried; they are dangerous in another
// way, or look it.
var doubtful = pieces(`
: ENV=@E sh -c :
: PATH=@E\nls
: find . -name @E
: find . @E
: awk "BEGIN{x=\"@D\"}"
: sed @E t
: sed "s/a/@D/" /dev/null
: printf 'a\n' | sed "s/a/@D/"
: printf @E
: printf "@D"
: printf '%b' @E
: printf "%s@D" a
: test @E
: [ -o @E ]
: [ a @E b ]
: [ @E ]
: [ @E a ]
: [ a -o @E = b ]
: [ @E = a -a b = c ]
: [ -z @E -o -n @E ]
: unset -f @E
: getopts @E o
: set @E
: set -o @E
: umask @E
: kill -0 @E
: wait @E
: hash @E
: type @E
: times @E
: fc @E
: exec 3<@E
: : <&@E
: : 2>&@E
: LINENO=@E
: IFS=@E; u='a b'; : $u
: MAIL=@E
: : "${u:@D}"
: : "${u#@D}"
: : ${u%@D}
: case a in @E*) : ;; esac
: case $@V in $@V) : ;; esac
: dirname @E
: basename @E
: ls @E
: cat @E
: grep @E t
: tee @E </dev/null
: sort @E </dev/null
: tr @E a </dev/null
: head @E </dev/null
: rm @E
: chmod @E t
: expr @E
: expr @E + 1
: echo @E
k: [[ a =~ @E ]]
k: [[ a == $@V ]]
k: [[ -o @E ]]
k: [[ -t @E ]]
k: print @E
k: print - @E
k: whence @E
k: typeset -f @E
b: declare -A u; u[$@V]=1
b: declare -A u; u[@E]=1; : $((u[$@V]))
b: declare -A u; [[ -v u[$@V] ]]
b: declare -A u; ((u[$@V]++))
b: mapfile @E <<< a
b: builtin @E
b: coproc @E
b: PROMPT_COMMAND=@E bash -ic : </dev/null
b: complete -C @E a
b: compgen -F @E
b: bind -x @E
b: enable -f @E u
b: hash -p @E u; u
b: BASH_FUNC_ls=@E ls
b: wait -p @E
b: BASH_CMDS[u]=@E; u
b: history -s @E
b: set -o history; history -p @E
b: shopt -s @E
b: test -R @E
b: exec {u}<@E
b: : {@E..2}
b: caller @E
z: : ${(P)@V}
z: : ${(%)@V}
z: : ${~@V}
z: : $~@V
z: : *(e:$@V:)
z: : ${(e)u::=@E}
z: setopt globsubst; : $@V
z: print -z @E
z: print -P @E
z: print -f @E
z: precmd_functions=(@E)
z: autoload @E; u
z: emulate @E
z: zmodload @E
z: sched +0 @E
z: : ${u:#$@V}
z: : ${u/@E/a}
z: : ${(l:@M::a:)u}
z: repeat $@V :
z: vared @E
z: zformat -f u @E a:b
z: test -o @E
z: - @E
z: = @E
z: typeset -T u v9 @E
z: HISTCHARS=@E
z: NULLCMD=@E; </dev/null
z: READNULLCMD=@E; </dev/null
z: PROMPT=@E; print -P $PROMPT
z: psvar=(@E); setopt promptsubst; print -P '$psvar'
z: zle -N @E
z: bindkey -s a @E
z: compctl -K @E a
z: path=(@E); ls
z: fpath=(@E); autoload u; u
z: hash u=@E; u
z: hash -d u=@E; : ~u
z: nameddirs[u]=@E; : ~u
z: : ~[@E]
z: : =@E
z: cdpath=(@E)
z: fignore=(@E)
z: watch=(@E)
z: : $(( $@V ))
z: : ${u:s/a/@D/}
z: parameters[@E]=1
`)
