#!/bin/bash
{
set -eu
cat <<README
The tool is installed. Type \`tool\` or:

    eval "`tool-env`"
README
exit
}
