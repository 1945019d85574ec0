#!/bin/sh
{
set -u
./configure 2>&1 >/dev/null
exit
}
