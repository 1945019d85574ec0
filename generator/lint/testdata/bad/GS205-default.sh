#!/bin/sh
{
set -u
rm -rf "${PREFIX:-}/bin"
exit
}
