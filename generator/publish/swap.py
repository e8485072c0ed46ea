"""Puts a finished site in place of the last one, completely or not at all.

The new site is built next to the old one and swapped in by renaming. Only a folder that this program made is
ever replaced: it contains a manifest of what's ours.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from generator.engine.files import walk
from generator.engine.interrupts import check_for_stop
from generator.problems import Refusal, failure
from generator.project import Project

MANIFEST = ".made-by-advice"
"""Name of the file that marks a folder as ours; it lists what we put there."""
NOTE = "The advice generator made this folder and may replace it with all that is listed here:"
"""First line of a manifest."""
LITTER = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
"""Files that file managers leave in folders; they can be deleted."""
RESERVED = ("cache", "hosting", "sheets")
"""Folders in build/ that the program uses for something other than a site."""


class Busy(Refusal):
    """Another build of the same guide, or into the same folder, is running."""


@contextmanager
def publishing(out: Path, project: Project, staging: Path | None = None) -> Iterator[Path]:
    """Give an empty folder to build into, which replaces `out` when the block ends without an error.

    The block may also replace what's in `staging`. Raises `Refusal` if a folder isn't ours to replace or
    another build is running, and `SystemFailure` if the disk is full or can't be written to. After any
    failure `out` is as it was.
    """
    try:
        out = _resolved(out)
        ensure_ours(out, project, staging=staging)
        if os.path.ismount(out):
            raise _refusal(out, "another disk is mounted there, so it can’t be swapped")
        with _exclusive(project.build / ".lock"), _exclusive(out.parent / f".{out.name}.lock"):
            _sweep(out)
            new = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
            try:
                (new / MANIFEST).write_bytes(manifest([]))
                yield new
                _finish(new)
                check_for_stop()
                _swap(new, out)
            finally:
                _remove(new)
    except OSError as error:
        kept = f"The site in {out} was not changed" if os.path.lexists(out) else "Nothing was published"
        raise failure(error, kept) from error


def manifest(names: Iterable[str]) -> bytes:
    """Return the manifest of a folder that contains `names` of ours: files, or whole folders."""
    return "\n".join([NOTE, *sorted(names), ""]).encode()


def ensure_ours(out: Path, project: Project, overlay: str | None = None, staging: Path | None = None) -> None:
    """Raise `Refusal` unless `out` and `staging` are missing, empty, or contain nothing but what we made.

    `overlay` is the folder of the guide's changes to its content, once the settings have been read.
    """
    _ensure_ours(out, project, overlay, "--out")
    if staging:
        _ensure_ours(staging, project, overlay, "--staging")
        if _is_inside(out, staging) or _is_inside(staging, out):
            raise _refusal(staging, "the site goes there", "--staging")


def _ensure_ours(out: Path, project: Project, overlay: str | None, option: str) -> None:
    own = (project.root / name for name in ("generator", overlay) if name)
    reason = None
    if out.is_symlink():
        reason = "it’s a link to another place"
    elif out.exists() and not out.is_dir():
        reason = "it’s a file"
    elif _is_inside(project.root, out) or _is_inside(Path(os.path.expanduser("~")), out):  # noqa: PTH111
        reason = "it contains other files"
    elif any(_is_inside(out, folder) for folder in (project.content, *project.templates.folders(), *own)):
        reason = "it’s part of the guide’s sources"
    elif foreign := _foreign_files(out):
        reason = f"it contains files that this program didn’t make ({', '.join(foreign[:3])})"
    elif _is_inside(Path.cwd(), out):
        reason = "you’re in it"
    elif any(_is_inside(out, project.build / name) for name in RESERVED) or _is_inside(project.build, out):
        reason = "the program keeps its working files there"
    if reason:
        raise _refusal(out, reason, option)


def _refusal(out: Path, reason: str, option: str = "--out") -> Refusal:
    return Refusal(f"Can’t write to {out}: {reason}. Choose an empty or new folder with {option}.")


def _resolved(out: Path) -> Path:
    """Return the absolute path of `out` with its real parents, so that each folder has only one lock."""
    out = out.absolute()
    if out.name == "..":
        return Path(os.path.realpath(out))
    return Path(os.path.realpath(out.parent), out.name)


def _is_inside(path: Path, folder: Path) -> bool:
    """Return whether `path` is `folder` or inside it, after following links."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _foreign_files(out: Path) -> list[str]:
    """Return what's in `out` but not in its manifest; everything if it has no manifest."""
    if not out.is_dir():
        return []
    listed = out / MANIFEST
    ours = {*listed.read_text("utf-8", "replace").splitlines(), MANIFEST} if listed.is_file() else set()
    folders = {name[:end] for name in ours for end, mark in enumerate(name) if mark == "/"}
    return sorted(_unlisted(out, "", ours, folders))


def _unlisted(folder: Path, prefix: str, ours: set[str], folders: set[str]) -> Iterator[str]:
    """Yield what's in `folder` and is neither one of `ours` nor one of the `folders` that contain them."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = prefix + entry.name
            if name in ours or entry.name in LITTER:
                continue
            if name in folders and entry.is_dir(follow_symlinks=False):
                yield from _unlisted(Path(entry.path), f"{name}/", ours, folders)
            else:
                yield name


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """Hold a lock on the file `path`, whose folder is made; raises `Busy` if another build holds it."""
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except NotImplementedError:  # some network disks and phones
        raise OSError(errno.ENOLCK, "this disk doesn’t support file locks", str(path)) from None
    except Timeout:
        if not path.exists():  # not locked: no file can be created here
            raise OSError(errno.EACCES, "no file can be created there", str(path.parent)) from None
        raise Busy(
            f"Another build is running ({path} is locked). Wait for it to finish, then try again."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _sweep(out: Path) -> None:
    """Remove what a killed build of ours left behind, and put back a site that it had moved aside."""
    aside = _aside(out)
    if (aside / MANIFEST).is_file() and not out.exists():
        aside.rename(out)
    for leftover in (aside, *out.parent.glob(f".{escape(out.name)}.new-*")):
        # A build that's killed at its very beginning leaves an empty folder without a manifest.
        if leftover.is_dir() and ((leftover / MANIFEST).is_file() or not any(leftover.iterdir())):
            _remove(leftover)


def _remove(folder: Path) -> None:
    """Remove a folder of ours as far as possible, its manifest last: `_sweep` removes what's left."""
    if folder.is_symlink():
        return
    with suppress(OSError):
        folder.chmod(0o700)
        for base, names, _ in os.walk(folder):
            for inner in (f"{base}/{name}" for name in names):
                if not os.path.islink(inner):  # noqa: PTH114, there are thousands
                    os.chmod(inner, 0o700)  # noqa: PTH101
        for path in sorted(folder.iterdir(), key=lambda path: path.name == MANIFEST):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        folder.rmdir()


def _aside(out: Path) -> Path:
    return out.parent / f".{out.name}.old"


def _finish(new: Path) -> None:
    """Write the manifest of `new`, and let every web server read it, whatever the umask."""
    for folder, _, _ in os.walk(new):
        os.chmod(folder, 0o755)  # noqa: PTH101, there are thousands
    names = walk(new)
    (new / MANIFEST).write_bytes(manifest(names))
    for name in names:
        os.chmod(f"{new}/{name}", 0o644)  # noqa: PTH101


def _swap(new: Path, out: Path) -> None:
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        # This system can't swap in one step, so for an instant there's no site. If the program stops then,
        # `_sweep` puts the old one back.
        aside = _aside(out)
        out.rename(aside)
        try:
            new.rename(out)
        except OSError:
            aside.rename(out)
            raise
        _remove(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step (renameat2 with RENAME_EXCHANGE on Linux); return whether that worked."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    here, exchange = -100, 2
    return bool(rename and rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
