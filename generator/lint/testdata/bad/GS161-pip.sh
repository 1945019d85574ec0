#!/bin/sh
{
pip install --user --trusted-host pypi.example.com tool || exit 1
exit
}
