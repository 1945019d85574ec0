{
case $(uname -s) in
Darwin) export TOOL_OS=macos ;;
*) export TOOL_OS=linux ;;
esac
}
