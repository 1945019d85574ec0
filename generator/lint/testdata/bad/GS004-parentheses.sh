#!/bin/sh
{
if ((test -d /opt/tool); (test -d /usr/local/tool)); then
  printf 'there\n'
fi
exit
}
