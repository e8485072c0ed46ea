"""What a preview shows: the newest version of a guide that could be read, and the errors since.

A version is shown as soon as it's read, and checked after that. If it has errors, the last good one
comes back.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from generator.check.check import check, warnings
from generator.cli.output import output
from generator.cli.report import amount, count, report
from generator.downloads.sheets import make_downloads
from generator.engine import memo
from generator.engine.disk_cache import Caches
from generator.languages import offering
from generator.load.loader import Draft, load, reread
from generator.load.translation import with_translations
from generator.preview import NO_PAPERS, Preview, silent
from generator.problems import ContentError, Problem, Refusal, SystemFailure
from generator.project import Project

NOTHING_YET = b"<!doctype html><title>Not built yet</title><body></body>"
"""Shown if the very first build fails."""
REREADS = 500
"""Edits after which everything is read again, so that what's remembered of them can be forgotten."""
HEARTBEAT = 15.0
"""Seconds between messages to an open page; sending one is how a closed page is noticed."""
Value = TypeVar("Value")
Version = tuple[Draft, Preview]
"""A guide as it was read, and its site."""


class Session:
    """What the preview shows, and the errors in the newest edits."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._output = output()
        self.state = {"version": str(time.time_ns()), "errors": ""}
        """What open pages need to know: a name for the version they should show, and the errors since."""
        self.preview: Preview | None = None
        """The site that's shown; None if there's none yet."""
        self._newest: Version | None = None
        """The newest version that could be read; the last good one if that has errors."""
        self._good: Version | None = None
        """The last version without any errors."""
        self._base: Version | None = None
        """The version that edits are compared with. Its content follows all rules."""
        self._edited: set[Path] = set()
        """The files that differ between `_base` and `_newest`."""
        self._unread: set[Path] = set()
        """The files that were edited since the newest version; if there are any, they have errors."""
        self._rereads = 0
        self._lock = threading.Lock()
        self._changed = threading.Condition()
        self._unchecked = threading.Event()

    def refresh(self, paths: Iterable[Path] = ()) -> None:
        """Show the guide with the edits of the files `paths`; errors are printed and kept, not raised."""
        started, paths = time.monotonic(), {*paths}
        with self._lock:
            self._unread |= paths
            version, errors = _attempt(self._read)
            if version:
                if version is not self._base:
                    self._edited |= self._unread
                self._unread, self._newest = set(), version
                self._unchecked.set()
            self._show(errors)
        what = ", ".join(sorted(path.name for path in paths)) or "the guide"
        self._output.detail(f"Read {what} in {time.monotonic() - started:.2f} s.")

    def _read(self) -> Version:
        """Return the newest version; of most edits, only what they can change is read."""
        base, self._rereads = self._base, self._rereads + 1
        draft = reread(base[0], self.project, self._edited | self._unread) if base else None
        if base and draft and self._rereads < REREADS:
            if draft.problems or not draft.guide:
                raise ContentError(draft.problems)
            if preview := base[1].edited(draft.guide):
                return draft, preview
        else:
            self._rereads = 0
            memo.next_generation()
            draft = load(self.project)
        papers = base[1].papers if base else NO_PAPERS
        guide = offering(check(draft), self.project)
        return self._based_on((draft, Preview.of(guide, self.project, papers)))

    def _based_on(self, version: Version) -> Version:
        """Return `version`, with which edits are compared from now on."""
        self._base, self._edited = version, set()
        return version

    def keep_checked(self) -> NoReturn:
        """Check each version after it was shown: its rules, papers, pages and links."""
        templates = None
        while True:
            self._unchecked.wait()
            self._unchecked.clear()
            self.check()
            # Now, because otherwise it would be during an answer, and only what's new since the last time.
            if self.preview and self.preview.builder.jinja is not templates:
                templates = self.preview.builder.jinja
                gc.unfreeze()
            gc.collect()
            gc.freeze()

    def check(self) -> None:
        """Check the newest version; if it has errors, show them above the last version without any."""
        version = self._newest
        if not version or version is self._good:
            return
        found, errors = _attempt(lambda: self._warnings(version))
        with self._lock:
            if self._newest is not version:
                return  # edited meanwhile
            if errors:
                self._newest = self._good or version
            else:
                self._good = self._based_on(version)
            self._show(self.state["errors"] if self._unread else errors)
        if not errors:
            pages = amount(len(version[1].stage.pages), "page")
            self._output.say(f"{pages} checked. {'' if found else 'No problems.'}".rstrip())
        if found:
            self._output.print(f"{count(found)}. Run “advice check” for details.")

    def _warnings(self, version: Version) -> tuple[Problem, ...]:
        """Return the warnings about `version`; raises `ContentError` with the errors in it.

        Stops early if there's a newer version, which can be the same with what its pages say about papers.
        """
        draft, preview = version
        draft = with_translations(draft, self.project)
        guide = offering(check(draft), self.project)
        made = make_downloads(guide, self.project, Caches(self.project), silent)
        papers = replace(made, files=dict.fromkeys(made.files, b""))
        if papers != preview.papers:
            preview = Preview.of(guide, self.project, papers)
            with self._lock:
                if self._newest is version:
                    self._newest = self._based_on((draft, preview))
                    self._unchecked.set()
                    self._show(self.state["errors"])
            return ()
        preview.check(lambda: self._newest is version)
        preview.good.update({one.language: one.guide for one in draft.translations if one.guide})
        return warnings(draft)

    def _show(self, errors: str) -> None:
        """Show the newest version, and the `errors` since."""
        in_color, errors = errors, click.unstyle(errors)
        if errors and errors != self.state["errors"]:
            self._output.print(in_color)
        shown = self._newest[1] if self._newest else None
        with self._changed:
            version = self.state["version"] if shown is self.preview else str(time.time_ns())
            # In this order, so that no older page gets the name of the newer version.
            self.preview = shown
            self.state = {"version": version, "errors": errors}
            self._changed.notify_all()

    def states(self) -> Iterator[dict[str, str]]:
        """Yield the current state now, after each change, and at every heartbeat."""
        while True:
            yield (state := self.state)
            with self._changed:
                self._changed.wait_for(lambda: self.state is not state, HEARTBEAT)

    def file(self, name: str, preview: Preview) -> bytes | None:
        """Return the file `name` of `preview`; None if there's none.

        If there are errors in it, they are shown, and it's the file of the last good version, if possible.
        """
        data, errors = _attempt(lambda: preview.file(name))
        if errors:
            with self._lock:
                if self.preview is preview and not self.state["errors"]:
                    self._show(errors)
            good = self._good
            data, errors = _attempt(lambda: good[1].file(name)) if good else (None, errors)
        return NOTHING_YET if errors else data


def _attempt(work: Callable[[], Value]) -> tuple[Value | None, str]:
    """Return what `work` returns, or the errors that it raises, in color: the preview always goes on."""
    try:
        return work(), ""
    except ContentError as error:
        # Warnings don't keep a page from being shown, so they're not shown above it.
        found = [problem for problem in error.problems if problem.severity == "error"]
        return None, report(found, ending="The last good version stays.", color=True)
    except (Refusal, SystemFailure) as error:
        return None, str(error)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return None, f"Something went wrong in the program ({what}). Save to try again."
