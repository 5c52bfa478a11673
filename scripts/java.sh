#!/usr/bin/env bash
# Makes sure that Spark finds a Java runtime, 17 or newer: $JAVA_HOME, else `java` on the path. With --look installs none.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
release=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p') || true
if [ "${release:-0}" -ge 17 ]; then
    exit 0
elif [ "${1:-}" = --look ]; then
    exit 1
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends default-jre-headless >/dev/null
else
    echo "Spark needs Java 17 or newer; install it, or name it by JAVA_HOME." >&2
    exit 1
fi
