#!/bin/sh
{
git -c http.sslVerify=false clone https://example.com/tool.git tool
exit
}
