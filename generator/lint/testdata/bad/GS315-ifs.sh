#!/bin/sh
{
set -eu
newline=$'\n'
printf 'one%stwo' "$newline"
exit
}
