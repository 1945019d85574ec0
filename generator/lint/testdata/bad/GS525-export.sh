#!/bin/sh
{
set -eu
(umask 077)
touch "$HOME/.token"
exit
}
