"""Finishes pages: gives each its frame and its security policy, and notes what others need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from posixpath import dirname
from typing import NamedTuple

from generator.problems import Problems
from generator.publish.content_security import problems_with_policy, protect
from generator.publish.html import PageFacts, read_body, read_page
from generator.publish.offline_copy import OfflineCopy, modules_of
from generator.site.frames import UNSEARCHED, Frame, Frames, Pieces, hole
from generator.site.search_sections import SearchSection
from generator.site.stage import StagedPage


class FrameFacts(NamedTuple):
    """What others need to know of what surrounds one page or several."""

    key: str
    """Differs between frames."""
    facts: PageFacts
    """As they are on the first page that has it."""
    unsafe: bool
    """Whether it can't have a policy, or would lose something to it."""
    modules: frozenset[str]
    """Paths of the scripts that it loads as modules, if the offline edition has it."""


class FinishedFrame(NamedTuple):
    """What surrounds one page or several, with its policy."""

    pieces: Pieces
    offline: Pieces | None
    """The same in the offline edition, if there is one."""
    about: FrameFacts


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page as it's published."""

    name: str
    html: str
    offline: str
    """The page in the offline edition; empty if that hasn't got it."""
    frame: FrameFacts | None
    """None if the page has a policy of its own, and so shares nothing."""
    facts: PageFacts
    """Those of its own content, or of the whole page if it has no frame."""
    sections: Sequence[SearchSection] = ()
    ways: tuple[str, ...] | None = None
    """Where its own words lead to; None if it's no page of the guide, such as a redirect."""
    unsafe: bool = False
    modules: frozenset[str] = frozenset()
    """As in `FrameFacts`, if it has no frame."""

    @property
    def is_unsafe(self) -> bool:
        """Whether it, or what surrounds it, can't have a policy, or would lose something to it."""
        return self.unsafe or (self.frame is not None and self.frame.unsafe)


class Finisher:
    """Finishes the pages of a site, one after another."""

    def __init__(self, frames: Frames, offline: OfflineCopy | None = None) -> None:
        self._frames, self._offline = frames, offline
        self._finished: dict[Frame, FinishedFrame] = {}

    def prepare(self, staged: StagedPage) -> None:
        """Make the frame of a page."""
        self._framed(f"{staged.page.address}index.html", self._frames.frame(staged), staged)

    def page(self, staged: StagedPage) -> FinishedPage:
        """Return `staged` with its frame; raises `ContentError` for an error in its template."""
        name, frame = f"{staged.page.address}index.html", self._frames.frame(staged)
        content = staged.body
        body, content = read_body(content), UNSEARCHED.sub("", content)
        if body.runs or body.facts.inline:
            whole = self._frames.fill(staged, frame.cut(frame.html), content)
            return replace(self.whole(name, whole), sections=body.sections, ways=body.ways)
        finished = self._framed(name, frame, staged)
        html, offline = self._frames.fill(staged, finished.pieces, content), ""
        if self._offline and finished.offline:
            content = self._offline.content(dirname(name), content)
            offline = self._frames.fill(staged, finished.offline, content)
        return FinishedPage(name, html, offline, finished.about, body.facts, body.sections, body.ways)

    def whole(self, name: str, html: str) -> FinishedPage:
        """Return the page `html`, which has its frame already, with a policy."""
        facts = read_page(html)
        unsafe = any(problems_with_policy(name, html, facts))
        offline, modules = "", frozenset[str]()
        if self._offline and self._offline.has(name):
            offline, modules = self._offline.frame(name, html), modules_of(name, html)
        return FinishedPage(name, protect(html, facts), offline, None, facts, unsafe=unsafe, modules=modules)

    def _framed(self, name: str, frame: Frame, staged: StagedPage) -> FinishedFrame:
        if frame not in self._finished:
            self._finished[frame] = self._frame(name, frame, staged)
        return self._finished[frame]

    def _frame(self, name: str, frame: Frame, first: StagedPage) -> FinishedFrame:
        """Return `frame` with its policy; the page `first`, called `name`, is the first that has it."""
        # With what this page has in the holes, so that links made from it are followed once.
        facts, offline = read_page(self._frames.fill(first, frame.cut(frame.html), "")), None
        modules = frozenset[str]()
        if self._offline and self._offline.has(name):
            sibling = f"{frame.folder}{hole('sibling')}/index.html"
            itself = f"{frame.folder}{hole('slug')}/index.html" if frame.section else name
            offline = frame.cut(self._offline.frame(itself, frame.html, itself, sibling))
            modules = modules_of(itself, frame.html)
        unsafe = any(problems_with_policy(name, frame.html, facts))
        about = FrameFacts(frame.key, facts, unsafe, modules)
        return FinishedFrame(frame.cut(protect(frame.html, facts)), offline, about)


def unsafe_problems(names: Iterable[str], read: Callable[[str], str]) -> Problems:
    """Yield why the pages `names` are unsafe; `read` returns the HTML of one, for the lines."""
    for name in names:
        html = read(name)
        yield from problems_with_policy(name, html, read_page(html))
