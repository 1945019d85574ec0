#!/bin/sh
: "$(mkdir -p "$HOME/x")"
{
printf 'hello\n'
exit
}
