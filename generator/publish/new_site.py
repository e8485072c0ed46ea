"""Writes the files of a new site, each once, and keeps what the steps that follow ask about them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from generator.problems import Problems
from generator.publish.built import BuiltSite
from generator.publish.finish import FinishedPage, Finisher, unsafe_problems
from generator.publish.html import PageFacts
from generator.publish.links import LinkCheck
from generator.publish.offline_copy import OfflineCopy, is_page_file
from generator.site import search_index

DIGITS = 16
"""Of each digest: enough to notice a change, whether published or accidental."""


def short_digest(data: bytes) -> str:
    """Return a digest that changes with `data`."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]


class Weighed(NamedTuple):
    """What's known about a file of a page."""

    digest: str
    size: int
    """In bytes."""


class NewSite:
    """A site that's being made in a folder."""

    def __init__(
        self,
        folder: Path,
        finisher: Finisher,
        links: LinkCheck,
        offline: OfflineCopy | None,
        last: BuiltSite | None = None,
    ) -> None:
        """Prepare to write into `folder`; files of the `last` site that aren't written belong to it, too."""
        self.digests: dict[str, str] = {**last.digests} if last else {}
        """Of each file that pages consist of, by its path."""
        self.sizes: dict[str, int] = {**last.sizes} if last else {}
        """Bytes of each of them."""
        self.hashes: set[str] = set()
        """Those of all inline scripts."""
        self._folder, self._finisher, self._links, self._offline = folder, finisher, links, offline
        self._frames: dict[str, PageFacts] = {}
        """The frames written so far, by their keys, each with its IDs."""
        self._unsafe: list[str] = []
        """Pages that can't have a policy, or would lose something to it."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file as it is; a page gets a policy."""
        if name.endswith(".html"):
            self.write_page(self._finisher.whole(name, data.decode()))
            return
        if name.endswith(".css"):
            self._links.add_style(name, data.decode("utf-8", "replace"))
        if self._offline and self._offline.has(name):
            self._offline.add(name, data)
        self._add(name, self.write_file(name, data))

    def write_page(self, page: FinishedPage) -> None:
        """Write a page, which can be written again with other content."""
        self.add_page(page, self.write_file(page.name, page.html.encode()))

    def add_page(self, page: FinishedPage, written: Weighed | None) -> None:
        """Take in a page that's `written` already; its `html` isn't needed."""
        name, frame, modules = page.name, page.frame, page.modules
        self.hashes |= page.facts.scripts
        if frame and frame.key in self._frames:
            self._links.add_page(name, self._frames[frame.key], page.facts)
        elif frame:
            # Its links are the same on all its pages.
            self._frames[frame.key] = PageFacts((), ids=frame.facts.ids)
            modules |= frame.modules
            self.hashes |= frame.facts.scripts
            self._links.add_page(name, frame.facts, page.facts)
        else:
            self._links.add_page(name, page.facts)
        if page.ways is not None:
            self._links.add_ways(name, page.ways)
        if page.is_unsafe:
            self._unsafe.append(name)
        self._add(name, written)
        if self._offline:
            self._offline.bundle(modules)
            if page.offline:
                self._offline.add(name, page.offline.encode())

    def problems(self) -> Problems:
        """Yield what's wrong with the site. Only pages with problems are read again, for the lines."""
        yield from self._links.problems(self._text)
        yield from unsafe_problems(self._unsafe, self._text)

    def _text(self, name: str) -> str:
        return (self._folder / name).read_text("utf-8", "replace")

    def write_file(self, name: str, data: bytes) -> Weighed | None:
        """Write a file, and change nothing else, so other processes can do this.

        Returns None for a file that pages don't consist of.
        """
        path = self._folder / name
        try:
            path.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        counts = is_page_file(name) or name in search_index.FILES
        return Weighed(short_digest(data), len(data)) if counts else None

    def _add(self, name: str, written: Weighed | None) -> None:
        if written:
            self.digests[name], self.sizes[name] = written
