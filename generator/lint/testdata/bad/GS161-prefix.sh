#!/bin/sh
{
GIT_SSL_NO_VERIFY=1 git ls-remote https://example.com/a.git || exit 1
exit
}
