"""What surrounds the pages: the theme, with holes to fill.

The pages of a section differ only in what's in the holes, so the theme is rendered once for all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from generator.model.page_kinds import page_kind
from generator.pages.foreign_text import with_languages
from generator.pages.page import EMBED, SitePage
from generator.site.stage import StagedPage

if TYPE_CHECKING:
    from generator.site.mkdocs_project import MkDocsProject

HOLES = ("title", "description", "structured", "card", "edit")
"""Front matter that goes into holes: a theme can only ask whether there is any. It can branch on the rest."""
PAGE, EMBEDDED = "main.html", "embed.html"
"""The templates of the theme for a page, and for one that another site shows in a frame."""
UNSHOWN = ("siblings", "tags", "search")
"""Front matter that a frame for several pages doesn't depend on."""
HOLE = re.compile("\ue000([a-z_]+)\ue001")
UNSEARCHED = re.compile(r'\s?data-search-\w+="[^"]+"')
"""Attributes that only the search needs; Material removes them from pages, too."""
HERE = re.compile(r'"\./(?=[^"])')
"""The beginning of an address that says nothing."""
SETTINGS = re.compile(r'(<script id="__config" type="application/json">)(.*?)(?=</script>)', re.DOTALL)
Section = tuple[tuple[str, str], ...]
"""The last part of the address and the title in the menu of each page of a section.

The first entry stands for the page of the section itself, and is empty."""


def hole(name: str) -> str:
    """Return what marks the place of `name` in a frame: private-use characters, which no text contains."""
    return f"\ue000{name}\ue001"


class Pieces:
    """HTML with holes, cut into pieces, and the lines of its lists of neighboring pages."""

    def __init__(self, html: str, section: Section) -> None:
        """Cut `html`. Its lists have one line for a `sibling` and, after that, one for the page itself."""
        self._lists: list[tuple[list[str], list[str]]] = []
        lines, kept = iter(html.split("\n")), []
        for line in lines:
            if hole("sibling") in line:
                pair = (line, "sibling"), (next(lines), "slug")
                others, own = ([*_lines(*one, section)] for one in pair)
                self._lists.append((others, own))
                line = hole("list")
            kept.append(line)
        self._pieces = HOLE.split("\n".join(kept))

    def fill(self, values: Mapping[str, str], place: int, listed: slice) -> str:
        """Return the whole page, number `place` of its section; its lists show the range `listed`."""
        lists = (self._list(*lines, place, listed) for lines in self._lists)
        pieces = self._pieces.copy()
        pieces[1::2] = (next(lists) if name == "list" else values[name] for name in pieces[1::2])
        return "".join(pieces)

    @staticmethod
    def _list(others: list[str], own: list[str], place: int, listed: slice) -> str:
        lines = others[listed]
        lines[place - listed.start] = own[place]
        return "\n".join(lines)


def _lines(line: str, name: str, section: Section) -> Iterator[str]:
    """Yield `line`, which has holes for the address `name` and a title, for each page of `section`."""
    for slug, title in section:
        yield line.replace(hole(name), slug).replace(hole(f"{name}_title"), title)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The HTML around a page, with holes for what differs between the pages that share it."""

    html: str
    folder: str
    """The address of the section, or of the page if it shares the frame with no other."""
    section: Section
    key: str
    """Everything that it depends on."""

    def cut(self, html: str) -> Pieces:
        """Return the pieces of `html`, which was made from the HTML of this frame."""
        return Pieces(html, self.section)


class Frames:
    """The frames of the pages of a project."""

    def __init__(
        self,
        project: MkDocsProject | None,
        pages: tuple[SitePage, ...],
        frames: Mapping[str, str] = MappingProxyType({}),
        foreign: str = "",
    ) -> None:
        """Prepare to frame `pages` with the theme of `project`, or only with `frames`.

        Those are the HTML of frames, by everything it depends on; `foreign` are the attributes of passages
        that aren't translated.
        """
        self._project = project
        sections: dict[str, list[tuple[str, str]]] = {}
        self._places: dict[str, int] = {}
        for page in pages:
            if page_kind(page.kind).in_section:
                folder, slug = _split(page.address)
                section = sections.setdefault(folder, [("", "")])
                self._places[page.address] = len(section)
                section.append((slug, with_languages(escape(page.label), foreign)))
        self._sections = {folder: tuple(section) for folder, section in sections.items()}
        self.html = {**frames}
        """The HTML of each frame, by everything it depends on."""
        self._frames: dict[str, Frame] = {}

    @property
    def project(self) -> MkDocsProject:
        """The project with the theme; raises `LookupError` if there's none."""
        if self._project is None:
            raise LookupError("the theme isn't open")
        return self._project

    def frame(self, staged: StagedPage) -> Frame:
        """Return the frame of a page; raises `LookupError` if it isn't known and there's no project."""
        place, front = staged.page.address, dict(staged.front)
        front |= {name: hole(name) for name in HOLES if front.get(name)}
        embedded, shared = "embedded" in front, place in self._places
        if embedded or shared:
            place = place.removesuffix(f"{_split(place)[1]}/")
            front = {name: value for name, value in front.items() if name not in UNSHOWN}
        key = repr((place, sorted(front.items())))
        if key not in self._frames:
            if key not in self.html:
                make = self._embedded if embedded else self._shared if shared else self._own
                self.html[key] = make(place, front)
            section = self._sections[place] if shared else ()
            self._frames[key] = Frame(self.html[key], place, section, key)
        return self._frames[key]

    def fill(self, staged: StagedPage, pieces: Pieces, content: str) -> str:
        """Return the whole page with `content`, from the pieces of its frame."""
        address = staged.page.address
        folder, slug = _split(address)
        values = {name: str(staged.front.get(name, "")) for name in HOLES}
        values |= {"address": address.removeprefix(EMBED), "slug": slug, "content": content}
        listed: Any = staged.front.get("siblings") or (1, len(self._sections.get(folder, ())))
        return pieces.fill(values, self._places.get(address, 0), slice(*listed))

    def missing_page(self) -> str:
        """Return the whole page for addresses that don't exist."""
        return self.project.missing_page()

    def _own(self, address: str, front: dict[str, object]) -> str:
        """Render what surrounds a page that shares it with no other."""
        page: Any = self.project.pages[address]
        page.meta, page.active = front, True
        try:
            return self.project.render(PAGE, page, hole("content"), self.project.menu)
        finally:
            page.active = False

    def _shared(self, folder: str, front: dict[str, object]) -> str:
        """Render what surrounds a page in a section. Its section has one other page and itself."""
        menu: Any = self.project.menu
        pages: Any = self.project.pages
        url = f"{folder}{hole('slug')}/"
        section = SimpleNamespace(title=pages[folder].parent.title, active=True, is_homepage=False)
        sibling = SimpleNamespace(
            url=f"{folder}{hole('sibling')}/", title=hole("sibling_title"), active=False, parent=section
        )
        page: Any = SimpleNamespace(
            url=url, title=hole("slug_title"), active=True, parent=section,
            meta=front,
            canonical_url=self.project.config.site_url and f"{self.project.config.site_url}{hole('address')}",
            is_homepage=False, edit_url=None, previous_page=None, next_page=None,
        )  # fmt: skip
        section.children = [pages[folder], sibling, page]
        items = [section if item is pages[folder].parent else item for item in menu.items]
        around: Any = SimpleNamespace(items=items, homepage=menu.homepage, pages=menu.pages)
        return self.project.render(PAGE, page, hole("content"), around)

    def _embedded(self, folder: str, front: dict[str, object]) -> str:
        """Render what surrounds a page that another site shows in a frame."""
        site_url, whole = self.project.config.site_url, f"{folder.removeprefix(EMBED)}{hole('slug')}/"
        page: Any = SimpleNamespace(
            url=f"{folder}{hole('slug')}/", whole=whole, meta=front,
            canonical_url=site_url and f"{site_url}{hole('address')}",
        )  # fmt: skip
        return self.project.render(EMBEDDED, page, hole("content"), self.project.menu)


class BuiltFrames(Frames):
    """Frames that another program made, one for each page."""

    def __init__(self, pages: tuple[SitePage, ...], html: Mapping[str, str], missing_page: str) -> None:
        """Keep the `html` of frames by the addresses of their pages, and the whole `missing_page`."""
        super().__init__(None, pages)
        self._built = {address: Frame(text, address, (), address) for address, text in html.items()}
        self._missing_page = missing_page

    def frame(self, staged: StagedPage) -> Frame:
        return self._built[staged.page.address]

    def missing_page(self) -> str:
        return self._missing_page


def minify_html(html: str) -> str:
    """Return a page without the theme's indentation and empty lines, which makes it a ninth smaller.

    Our own content is one line, and no element of the theme preserves line breaks. Addresses and settings are
    written in one way, too, whatever engine made the page.
    """
    lines = map(str.strip, SETTINGS.sub(_compact, HERE.sub('"', html)).split("\n"))
    return "\n".join(filter(None, lines)) + "\n"


def _compact(settings: re.Match[str]) -> str:
    """Return the settings of Material's script without spaces and escapes; each engine writes its own."""
    text = json.dumps(json.loads(settings[2]), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return settings[1] + text.replace("<", "\\u003c")


def _split(address: str) -> tuple[str, str]:
    """Return the address of the section of a page, and the rest without its slash at the end."""
    folder, slash, rest = address.removeprefix(EMBED).partition("/")
    return folder + slash, rest.rstrip("/")
