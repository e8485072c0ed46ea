"""Runs commands in a terminal of their own, as people see them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

PLAIN = {"NO_COLOR", "FORCE_COLOR", "TERM"}
"""Variables of whoever runs the tests that would change what's printed."""


def in_terminal(*arguments: str, folder: Path, **variables: str) -> tuple[int, str]:
    """Return the exit status of a command and everything it wrote, in the environment with `variables`."""
    ours, theirs = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name not in PLAIN}
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**inherited, "TERM": "xterm-256color", **variables},
    )  # fmt: skip
    os.close(theirs)
    written = b""
    try:
        while part := os.read(ours, 65536):
            written += part
    except OSError:  # how Linux says that no one writes anymore
        pass
    os.close(ours)
    return process.wait(), written.decode().replace("\r\n", "\n")
