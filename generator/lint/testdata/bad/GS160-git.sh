#!/bin/sh
{
git clone --depth 1 git://example.com/tool.git tool
exit
}
