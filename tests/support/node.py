"""Runs scripts with Node. A test file that imports this one needs `pytest.mark.usefixtures("node")`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.support.paths import NODE


def node(
    *arguments: str | Path, given: str = "", scripts: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Node in tests/node. `scripts` is a folder with the scripts as they are published."""
    return subprocess.run(
        [shutil.which("node") or "node", *arguments],
        input=given, capture_output=True, encoding="utf-8", check=False, timeout=120, cwd=NODE,
        env={**os.environ, "SCRIPTS": scripts.as_uri() if scripts else ""},
    )  # fmt: skip


def call(script: str, function: str, *arguments: object) -> Any:
    """Call a function of one of our scripts and return its result."""
    done = node("call.mjs", script, function, given=json.dumps(arguments))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
