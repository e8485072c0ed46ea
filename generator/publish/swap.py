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
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from generator.engine.stops import check_for_stop
from generator.problems import Refusal, SystemFailure, failure
from generator.project import Project

MANIFEST = ".made-by-advice"
"""Name of the file that shows a folder to be ours; it lists what we put there."""
NOTE = "The advice generator made this folder and may replace it with all that is listed here:"
LITTER = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
"""What file managers leave in folders that somebody looked into; nobody misses it."""
KEPT = ("cache", "staging", "hosting", "sheets")
"""Folders in build/ that are for something else than a site."""


class Busy(Refusal):
    """Another build of the same guide, or into the same folder, is running."""


@contextmanager
def publishing(out: Path, project: Project) -> Iterator[Path]:
    """Give an empty folder to build into, which takes the place of `out` when the block ends well.

    Raises `Refusal` when `out` is not ours to replace or another build is running, and
    `SystemFailure` when the disk is full or not writable. After any failure `out` is as it was.
    """
    try:
        out = _named(out)
        ensure_ours(out, project)
        if any(_lies_in(out, project.build / name) for name in KEPT):
            raise _refused(out, "it lies where the program keeps what it works with")
        if os.path.ismount(out):
            raise _refused(out, "another disk begins there, and cannot be swapped")
        project.build.mkdir(parents=True, exist_ok=True)
        out.parent.mkdir(parents=True, exist_ok=True)
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
        raise _failure(error, out) from error


def manifest(names: Iterable[str]) -> bytes:
    """Return what the marker file says in a folder that holds `names` of ours, whole folders or paths."""
    return "\n".join([NOTE, *sorted(names), ""]).encode()


def ensure_ours(out: Path, project: Project, changes: str | None = None) -> None:
    """Raise `Refusal` unless `out` is free, empty, or a folder with nothing but what this program made.

    `changes` is the folder of the project that lies over its content, once that is known.
    """
    sources = [project.content, project.templates, project.root / "generator"]
    if changes:
        sources.append(project.root / changes)
    reason = None
    if out.is_symlink():
        reason = "it is a link to another place"
    elif out.exists() and not out.is_dir():
        reason = "it is a file"
    elif _lies_in(project.root, out) or _lies_in(Path(os.path.expanduser("~")), out):  # noqa: PTH111
        reason = "more than the site lies in it"
    elif any(_lies_in(out, kept) for kept in sources):
        reason = "it lies among the sources of the guide"
    elif strangers := _foreign_files(out):
        reason = f"it holds files that this program did not make ({', '.join(strangers[:3])})"
    elif _lies_in(Path.cwd(), out):
        reason = "you are in it"
    if reason:
        raise _refused(out, reason)


def _refused(out: Path, reason: str) -> Refusal:
    return Refusal(f"{out} cannot be written to: {reason}. Name an empty or a new folder with --out.")


def _named(out: Path) -> Path:
    """Return the absolute path of `out` with its true parents, so that one folder has one lock."""
    out = out.absolute()
    if out.name == "..":
        return Path(os.path.realpath(out))
    return Path(os.path.realpath(out.parent), out.name)


def _lies_in(path: Path, folder: Path) -> bool:
    """Tell whether `path` is `folder` or lies in it, wherever links lead."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _foreign_files(out: Path) -> list[str]:
    """Return what lies in `out` and our marker does not list; all of it where there is no marker."""
    if not out.is_dir():
        return []
    marked = out / MANIFEST
    ours = {*marked.read_text("utf-8", "replace").splitlines(), MANIFEST} if marked.is_file() else set()
    folders = {parent.as_posix() for name in ours for parent in PurePosixPath(name).parents}
    return sorted(_unlisted(out, "", ours, folders))


def _unlisted(folder: Path, inside: str, ours: set[str], folders: set[str]) -> Iterator[str]:
    """Yield what lies in `folder` and is neither one of `ours` nor one of the `folders` around them."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = inside + entry.name
            if name in ours or entry.name in LITTER:
                continue
            if name in folders and entry.is_dir(follow_symlinks=False):
                yield from _unlisted(Path(entry.path), f"{name}/", ours, folders)
            else:
                yield name


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except NotImplementedError:  # some disks of networks and phones
        raise OSError(errno.ENOLCK, "this disk knows no locks", str(path)) from None
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
    if (aside / MANIFEST).is_file() and not out.exists():
        aside.rename(out)
    for left in (aside, *out.parent.glob(f".{escape(out.name)}.new-*")):
        # A build that is killed at its very beginning leaves an empty one without a marker.
        if left.is_dir() and ((left / MANIFEST).is_file() or not any(left.iterdir())):
            _remove(left)


def _remove(folder: Path) -> None:
    """Remove a folder of ours as far as that can be, its marker last: what is left will be swept."""
    if folder.is_symlink():
        return
    with suppress(OSError):
        try:
            _empty(folder)
        except PermissionError:
            for base, names, _ in os.walk(folder):
                for path in (Path(base, name) for name in names):
                    if not path.is_symlink():
                        path.chmod(0o700)
            _empty(folder)
        folder.rmdir()


def _empty(folder: Path) -> None:
    folder.chmod(0o700)
    for path in sorted(folder.iterdir(), key=lambda path: path.name == MANIFEST):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _aside(out: Path) -> Path:
    return out.parent / f".{out.name}.old"


def _finish(new: Path) -> None:
    """Mark `new` as ours and make it readable for any web server, whatever the umask."""
    names = []
    for folder, _, files in os.walk(new):
        Path(folder).chmod(0o755)
        inside = Path(folder).relative_to(new)
        names += [(inside / file).as_posix() for file in files]
    (new / MANIFEST).write_bytes(manifest(names))
    for name in names:
        (new / name).chmod(0o644)


def _swap(new: Path, out: Path) -> None:
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        # No swap in one step here, so for an instant there is no site; _sweep repairs a stop in between.
        aside = _aside(out)
        out.rename(aside)
        try:
            new.rename(out)
        except OSError:
            aside.rename(out)
            raise
        _remove(aside)


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
    there = os.path.lexists(out)
    return failure(error, f"The site in {out} was not changed" if there else "Nothing was published")
