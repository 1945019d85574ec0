#!/bin/sh
{
cp -R build/tool /opt/tool
exit
}
