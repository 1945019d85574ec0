{
path=("$HOME/.tool/bin" $path)
export PATH
}
