#!/bin/sh
{
printf 'one\n'
exit
}
printf 'two\n'
