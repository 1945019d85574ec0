#!/bin/sh
{
echo 'export PATH=$PATH:/usr/local/go/bin # go' | sudo tee -a /etc/profile >/dev/null
exit
}
