#!/bin/sh
{
set -eu
ls ${TOOL_DIR:-$HOME/.tool}
exit
}
