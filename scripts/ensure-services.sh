#!/bin/sh
# Installs what the tests start and npm cannot bring, each in the package of its name. Where it may not, it says what to run.
set -u
PATH="$PATH:/usr/sbin" # nginx is there, and for others than root it is no place to look.
missing=""
for needed in redis-server chromium nginx docker-compose; do
  command -v "$needed" >/dev/null 2>&1 || missing="$missing $needed"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing$missing ..."
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  if apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
    exit 0
  fi
fi
# Not the end: the suites that need them fail by themselves and name the command.
echo "Missing:$missing. Run: sudo apt-get install -y$missing" >&2
