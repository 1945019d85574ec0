#!/bin/sh
{
sh -c "curl -sS --proto =https --tlsv1.2 --max-time 60 --retry 3 https://example.com/$(uname -m) >VERSION"
exit
}
