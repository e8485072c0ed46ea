"""What's known about a published site, so that the next build makes only what an edit changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.load.strings import Strings
from generator.model.reads import Read
from generator.pages.page import OFFLINE_PAGE, SitePage
from generator.publish.finish import FinishedPage
from generator.publish.offline_copy import index_script, moved_entries
from generator.site import search_index


class BuiltPage(NamedTuple):
    """What's known about a page besides its file. All of it is plain data."""

    kind: str
    title: str
    description: str
    label: str
    reads: tuple[Read, ...]
    """What making it read of the guide."""
    ids: tuple[str, ...]
    """Those that links can lead to."""
    scripts: tuple[str, ...]
    """The hashes of all inline scripts on it; none if only its frame has some."""
    entries: bytes
    """Its entries in the index of the search, as JSON in UTF-8: as a text, they'd take twice the memory."""

    def head(self, address: str) -> SitePage:
        """Return the page at `address`, which can be listed but not rendered."""
        return SitePage(address, self.kind, self.title, self.description, self.label, Markup)

    @classmethod
    def of(cls, page: SitePage, made: FinishedPage, reads: Iterable[Read], strings: Strings) -> BuiltPage:
        """Return what's known about `page`, which was finished as `made`."""
        found = search_index.entries(page, made.sections, strings)
        entries = ",".join(map(search_index.compact_json, found)).encode()
        frame_ids = made.frame.facts.ids if made.frame else ()
        texts = (page.kind, str(page.title), str(page.description), str(page.label))
        ids, scripts = (*made.facts.ids, *frame_ids), tuple(sorted(made.facts.scripts))
        return cls(*texts, tuple(sorted(reads)), ids, scripts, entries)


class BuiltSite(NamedTuple):
    """What's known about a site."""

    pages: Mapping[str, BuiltPage]
    """By address, in order."""
    digests: Mapping[str, str]
    """Of each file that pages consist of, by path."""
    sizes: Mapping[str, int]
    """Bytes of each of them."""
    search: Mapping[str, Any]
    """The settings of the search."""
    frames: Mapping[str, str]
    """What surrounds pages, by what it depends on."""

    @property
    def entries(self) -> Iterator[bytes]:
        """What the search finds, as JSON."""
        return (self.pages[address].entries for address in self._in_order)

    @property
    def offline_index(self) -> bytes:
        """The index of the search in the offline edition, as a script."""
        own = (address for address in self._in_order if address != OFFLINE_PAGE)
        entries = (moved_entries(self.pages[address].entries) for address in own)
        return index_script(search_index.index(self.search, entries))

    @property
    def _in_order(self) -> list[str]:
        return sorted(self.pages, key=search_index.place)
