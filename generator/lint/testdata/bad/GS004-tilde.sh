#!/bin/sh
{
cp -R etc ~''/.tool
exit
}
