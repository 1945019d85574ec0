#!/bin/bash
{
set -eu
sudo echo '/opt/tool/bin' >>/etc/paths.d/tool
exit
}
