#!/bin/sh
{
mv /tmp/tool.$$ /usr/local/bin/tool
exit
}
