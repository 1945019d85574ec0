#!/bin/sh
{
set -eu
timeout 10 make check
exit
}
