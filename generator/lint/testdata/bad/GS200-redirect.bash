#!/bin/bash
{
log=$1
printf 'starting\n' >$log
exit
}
