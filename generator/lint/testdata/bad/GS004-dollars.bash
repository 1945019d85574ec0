#!/bin/bash
{
lock="$HOME/.lock-$$(hostname)"
printf '%s\n' "$lock"
exit
}
