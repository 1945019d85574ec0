#!/bin/sh
{
ln -sf /opt/tool/bin/tool /usr/local/bin/tool
exit
}
