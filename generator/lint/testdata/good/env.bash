{
if [[ :$PATH: != *":$HOME/.tool/bin:"* ]]; then
  PATH="$HOME/.tool/bin${PATH:+:$PATH}"
fi
export PATH
HISTSIZE=10000
tool_use() {
  export TOOL_VERSION="$1"
}
alias t=tool
}
