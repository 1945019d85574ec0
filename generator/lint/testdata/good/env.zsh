{
typeset -U path PATH
path=("$HOME/.tool/bin" $path)
export PATH
autoload -Uz compinit
tool() {
  command tool "$@"
}
}
