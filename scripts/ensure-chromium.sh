#!/bin/sh
# The browser tests use the Chromium of the system: Playwright's own download is not needed.
set -eu
browser=${PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH:-}
if [ -n "$browser" ]; then
  [ -x "$browser" ] && exit 0
  echo "PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH names $browser, which cannot be run." >&2
  exit 1
fi
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
  exit 0
fi
echo "The browser tests need Chromium. Install it (Debian, Ubuntu: sudo apt-get install chromium;" >&2
echo "elsewhere any Chromium or Chrome) or set PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH to its path." >&2
exit 1
