#!/bin/sh
{
set -eu
rm -rf / usr/local/tool
exit
}
