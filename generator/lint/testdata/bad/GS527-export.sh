#!/bin/sh
{
set -eu
sudo export PATH=/opt/tool/bin
exit
}
