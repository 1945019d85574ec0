#!/bin/sh
{
printf '%s\n' "$[1 + 2]"
exit
}
