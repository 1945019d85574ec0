#!/bin/sh
{
curl -fsS --proto =http --tlsv1.2 --connect-timeout 1 --max-time 2 --retry 1 http://127.0.0.1:8080/health >/dev/null
exit
}
