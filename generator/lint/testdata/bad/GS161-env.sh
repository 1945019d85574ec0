#!/bin/sh
{
env GIT_SSL_NO_VERIFY=true git ls-remote https://example.com/a.git || exit 1
exit
}
