#!/bin/sh
{
set -eu
user=$1
su - "$user" -c "mkdir -p /home/$user/.tool"
exit
}
