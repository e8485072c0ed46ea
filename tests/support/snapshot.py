"""What is in a folder, to compare it with another."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path


def snapshot(folder: Path) -> dict[str, str]:
    """Return everything in `folder` by its path, with mode and digest."""
    return {
        path.relative_to(folder).as_posix(): f"{stat.filemode(path.lstat().st_mode)} "
        + (hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "")
        for path in sorted(folder.rglob("*"))
    }
