#!/bin/sh
{
dry_run=${DRY_RUN:-}
is_dry_run() {
  if [ -z "$dry_run" ]; then
    return 1
  fi
}
do='sudo'
if is_dry_run; then do='echo'; fi
$do mkdir -p /opt/tool
case $dry_run in
'') rm -f /opt/tool/lock ;;
*) echo 'rm -f /opt/tool/lock' ;;
esac
exit
}
