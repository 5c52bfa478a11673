#!/usr/bin/env bash
# Makes sure that the browser tests find a Chromium: $HUBBLE_CHROMIUM, else `chromium` on the path, else Playwright's own.
set -euo pipefail

browser=${HUBBLE_CHROMIUM:-chromium}
if command -v "$browser" >/dev/null; then
    exit 0
elif [ -n "${HUBBLE_CHROMIUM:-}" ]; then
    echo "HUBBLE_CHROMIUM names $HUBBLE_CHROMIUM, which cannot be run; unset it or name a Chromium." >&2
    exit 1
fi

if [ "$(id -u)" != 0 ]; then
    playwright install chromium
elif grep -qs '^ID=debian$' /etc/os-release; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium >/dev/null
else
    playwright install --with-deps chromium
fi
