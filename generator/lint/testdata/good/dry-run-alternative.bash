#!/usr/bin/env bash
{
[[ ${1:-} == -n ]] && DRYRUN=yes
${DRYRUN:+echo} mkdir -p "$HOME/.x"
[[ -n ${DRYRUN:-} ]] || touch "$HOME/.x/y"
exit
}
