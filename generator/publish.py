"""Puts a finished site in place of the last one, whole or not at all.

The new site is built beside the old one and swapped in by renaming. Only a folder that this
program made is ever replaced: it carries a marker file.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from generator.problems import Refusal, SystemFailure
from generator.project import Project

MARKER = ".made-by-advice"
"""Name of the file that shows a folder to be ours; it lists what we put there."""
NOTE = "The advice generator made this folder and may replace it with all that is listed here:"


class Busy(Refusal):
    """Another build of the same guide, or into the same folder, is running."""


@contextmanager
def publishing(out: Path, project: Project) -> Iterator[Path]:
    """Give an empty folder to build into, which takes the place of `out` when the block ends well.

    Raises `Refusal` when `out` is not ours to replace or another build is running, and
    `SystemFailure` when the disk is full or not writable. After any failure `out` is as it was.
    """
    out = out.absolute()
    guard(out, project)
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        with _alone(project.build / ".lock"), _alone(out.parent / f".{out.name}.lock"):
            _sweep(out)
            new = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
            try:
                (new / MARKER).write_bytes(marker([]))
                yield new
                _finish(new)
                _swap(new, out)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise _failure(error, out) from error


def marker(names: Iterable[str]) -> bytes:
    """Return what the marker file says in a folder that holds `names` of ours."""
    return "\n".join([NOTE, *sorted(names), ""]).encode()


def guard(out: Path, project: Project, changes: str | None = None) -> None:
    """Raise `Refusal` unless `out` is free, empty, or a folder with nothing but what this program made.

    `changes` is the folder of the project that lies over its content, once that is known.
    """
    sources = [project.content, project.templates, project.root / "generator"]
    if changes:
        sources.append(project.root / changes)
    reason = None
    real = out.resolve()
    if out.is_symlink():
        reason = "it is a link to another place"
    elif out.exists() and not out.is_dir():
        reason = "it is a file"
    elif real in (Path.home(), Path(real.anchor)) or project.root.is_relative_to(real):
        reason = "more than the site lies in it"
    elif any(real.is_relative_to(kept.resolve()) for kept in sources):
        reason = "it lies among the sources of the guide"
    elif strangers := _strangers(out):
        reason = f"it holds files that this program did not make ({', '.join(strangers[:3])})"
    if reason:
        raise Refusal(f"{out} cannot be written to: {reason}. Name an empty or a new folder with --out.")


def _strangers(out: Path) -> list[str]:
    """Return the names in `out` that our marker does not list; all of them where there is no marker."""
    if not out.is_dir():
        return []
    ours = (out / MARKER).read_text("utf-8", "replace").splitlines() if (out / MARKER).is_file() else []
    return sorted(path.name for path in out.iterdir() if path.name not in (*ours, MARKER))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        if not path.exists():  # not locked by anybody: no file can be made here
            raise OSError(errno.EACCES, "no file can be made there", str(path.parent)) from None
        raise Busy(
            f"Another build is running ({path} is locked). Wait until it is done, then try again."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _sweep(out: Path) -> None:
    """Remove what a killed build of ours left, and put back a site that it had moved aside."""
    aside = _aside(out)
    if (aside / MARKER).is_file() and not out.exists():
        aside.rename(out)
    for left in (aside, *out.parent.glob(f".{escape(out.name)}.new-*")):
        if (left / MARKER).is_file():
            shutil.rmtree(left, ignore_errors=True)


def _aside(out: Path) -> Path:
    return out.parent / f".{out.name}.old"


def _finish(new: Path) -> None:
    """Mark `new` as ours and make it readable for any web server, whatever the umask."""
    (new / MARKER).write_bytes(marker(path.name for path in new.iterdir()))
    for folder, _, files in os.walk(new):
        Path(folder).chmod(0o755)
        for file in files:
            Path(folder, file).chmod(0o644)


def _swap(new: Path, out: Path) -> None:
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        # No swap in one step here, so for an instant there is no site; _sweep repairs a stop in between.
        out.rename(_aside(out))
        new.rename(out)
        shutil.rmtree(_aside(out), ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where Linux can (renameat2 with RENAME_EXCHANGE); tell whether it did."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _failure(error: OSError, out: Path) -> SystemFailure:
    kept = f"The site in {out} was not changed." if out.exists() else "Nothing was published."
    if error.errno == errno.ENOSPC:
        return SystemFailure(f"The disk is full. {kept} Free some space and build again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SystemFailure(f"{error.filename or out} cannot be read or written: {error.strerror}. {kept}")
    return SystemFailure(f"{error.filename or out}: {error.strerror or error}. {kept}")
