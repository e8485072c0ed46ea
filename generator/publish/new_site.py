"""Writes the files of a new site, each once; a page gets its frame and its security policy before that.

The steps that follow (links, search, service worker, headers) ask what's known about each page from then on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname

from generator.problems import Problems
from generator.publish.content_security import problems_with_policy, protect
from generator.publish.html import PageFacts, read_body, read_page
from generator.publish.links import LinkCheck
from generator.publish.offline_copy import OfflineCopy, is_page_file
from generator.site import search_index
from generator.site.frames import UNSEARCHED, Frame, Frames, Pieces, hole
from generator.site.search_sections import SearchSection
from generator.site.stage import StagedPage

DIGITS = 16
"""Of each digest: enough to notice a change, whether published or accidental."""


def short_digest(data: bytes) -> str:
    """Return a digest that changes with `data`."""
    return hashlib.sha256(data).hexdigest()[:DIGITS]


@dataclass(frozen=True, slots=True)
class _Protected:
    """A frame with its policy."""

    pieces: Pieces
    offline: Pieces | None
    ids: PageFacts
    """Only the IDs: its links are checked with the first page."""


class NewSite:
    """A site that's being made in a folder."""

    def __init__(self, folder: Path, frames: Frames, links: LinkCheck, offline: OfflineCopy | None) -> None:
        self.digests: dict[str, str] = {}
        """Of each file that pages consist of, by its path."""
        self.sizes: dict[str, int] = {}
        """Bytes of each of them."""
        self.hashes: set[str] = set()
        """Those of all inline scripts."""
        self._folder, self._frames, self._links, self._offline = folder, frames, links, offline
        self._protected: dict[Frame, _Protected] = {}
        self._suspects: list[str] = []
        """Pages that can't have a policy, or would lose something to it."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file as it is; a page gets a policy."""
        if name.endswith(".html"):
            self._write_whole(name, data.decode())
            return
        if name.endswith(".css"):
            self._links.add_style(name, data.decode("utf-8", "replace"))
        if self._offline and self._offline.has(name):
            self._offline.add(name, data)
        self._write(name, data)

    def write_page(self, staged: StagedPage) -> Sequence[SearchSection]:
        """Write a page with its frame and policy; return its sections for the search.

        A page can be written again with other content.
        """
        name = f"{staged.page.address}index.html"
        body, frame = read_body(staged.body), self._frames.frame(staged)
        content = UNSEARCHED.sub("", staged.body)
        if body.runs or body.facts.inline:  # this page has a policy of its own
            self._write_whole(name, self._frames.fill(staged, frame.cut(frame.html), content))
            return body.sections
        if frame not in self._protected:
            # With what this page has in the holes, so that links made from it are followed once.
            facts = read_page(self._frames.fill(staged, frame.cut(frame.html), ""))
            self._protected[frame] = self._protect(name, frame, facts)
            self._links.add_page(name, facts, body.facts)
        else:
            self._links.add_page(name, self._protected[frame].ids, body.facts)
        protected = self._protected[frame]
        self._write(name, self._frames.fill(staged, protected.pieces, content).encode())
        if self._offline and protected.offline:
            content = self._offline.content(dirname(name), content)
            self._offline.add(name, self._frames.fill(staged, protected.offline, content).encode())
        return body.sections

    def problems(self) -> Problems:
        """Yield what's wrong with the site. Only pages with problems are read again, for the lines."""
        yield from self._links.problems(self._folder)
        for name in self._suspects:
            html = (self._folder / name).read_text(encoding="utf-8")
            yield from problems_with_policy(name, html, read_page(html))

    def _protect(self, name: str, frame: Frame, facts: PageFacts) -> _Protected:
        """Return `frame` with its policy; the page `name` is the first with this frame."""
        self._note(name, frame.html, facts)
        offline = None
        if self._offline and self._offline.has(name):
            sibling = f"{frame.folder}{hole('sibling')}/index.html"
            itself = f"{frame.folder}{hole('slug')}/index.html" if frame.section else name
            offline = frame.cut(self._offline.frame(itself, frame.html, itself, sibling))
        return _Protected(frame.cut(protect(frame.html, facts)), offline, PageFacts((), ids=facts.ids))

    def _write_whole(self, name: str, html: str) -> None:
        facts = read_page(html)
        self._note(name, html, facts)
        self._links.add_page(name, facts)
        self._write(name, protect(html, facts).encode())
        if self._offline and self._offline.has(name):
            self._offline.add(name, self._offline.frame(name, html).encode())

    def _note(self, name: str, html: str, facts: PageFacts) -> None:
        self.hashes |= facts.scripts
        if any(problems_with_policy(name, html, facts)):
            self._suspects.append(name)

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        try:
            path.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if is_page_file(name) or name in search_index.FILES:
            self.digests[name] = short_digest(data)
            self.sizes[name] = len(data)
