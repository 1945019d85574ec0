#!/bin/sh
{
set -eu
printf 'Token: '
read -rs token
printf '%s\n' "${#token}"
exit
}
