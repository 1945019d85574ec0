#!/bin/sh
{
root=/opt/tool
unlink "$root/current"
ln -s "$root/2.0" "$root/current"
exit
}
