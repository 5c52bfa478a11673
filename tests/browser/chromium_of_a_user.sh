#!/usr/bin/env bash
# Starts $CHROMIUM without the right to raise its own priority, which no user's browser has. Started by root it takes
# eight steps of nice, and then kernel and server wait for its threads wherever there are few processors.
exec setpriv --inh-caps=-sys_nice --bounding-set=-sys_nice -- "$CHROMIUM" "$@"
