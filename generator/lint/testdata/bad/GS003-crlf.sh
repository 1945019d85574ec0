#!/bin/sh
{
echo
}
