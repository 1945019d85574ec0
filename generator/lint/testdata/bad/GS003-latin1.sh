#!/bin/sh
{
printf "café"
exit
}
