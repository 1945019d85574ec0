#!/bin/sh
{
wget -q --max-redirect=0 --secure-protocol=TLSv1_2 --timeout=30 --tries=3 -O - https://example.com/get | bash -s -- --yes
exit
}
