"""A process that knows nothing of us, for scripts that are taken away: torch and numpy are loaded there but once."""

from __future__ import annotations

import json
import subprocess
import sys

# Each script has a process to itself, a copy of the one that has loaded them; a warning is an error there.
SERVE = """
import json, os, sys, tempfile, traceback
import numpy, torch
for line in sys.stdin:
    with tempfile.TemporaryFile("w+") as output:
        if (child := os.fork()) == 0:
            os.dup2(output.fileno(), 1), os.dup2(output.fileno(), 2)
            has_failed = True
            try:
                exec(compile(json.loads(line), "script", "exec"), {"__name__": "__main__"})
                has_failed = False
            except BaseException:  # SystemExit, too: the copy must not go on as a second server
                traceback.print_exc()
            sys.stdout.flush(), sys.stderr.flush()
            os._exit(has_failed)
        _, status = os.waitpid(child, 0)
        output.seek(0)
        print(json.dumps([status, output.read()]), flush=True)
"""


class CleanProcess:
    """Runs scripts, each as if it were the only one."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, script: str) -> str:
        """Run a script to its end, which must be a good one; return what it printed."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(script) + "\n")
        self._server.stdin.flush()
        status, printed = json.loads(self._server.stdout.readline())
        assert status == 0, printed
        return str(printed)

    def close(self) -> None:
        """End it."""
        self._server.communicate()
