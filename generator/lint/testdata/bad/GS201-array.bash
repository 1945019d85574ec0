#!/bin/bash
{
files=(README.md "LICENSE (MIT)")
cp -- ${files[@]} "$HOME/.tool/"
exit
}
