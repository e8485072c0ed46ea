"""What the search knows beside the words on the pages: what kind of page each is, and what else it is called.

The index is made by the generator of the site from the built pages; here it gets what only our own data
can tell. `templates/assets/search/worker.js` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.site import SitePage

FILE = "search/search_index.json"
"""Where it lies on the site."""

KINDS = {
    "principle": "Principle",
    "checklist": "Checklist",
    "worksheet": "Worksheet",
    "message": "Message",
    "workshop": "Workshop",
    "questions": "Questions",
    "glossary": "Glossary",
    "start": "Tool",
    "contacts": "Tool",
}
"""What readers call each kind of page; the others need no word."""

MEANT = {
    "worksheet": ("print", "printable", "PDF", "download"),
    "workshop": ("PDF",),
}
"""Words by which people look for any page of a kind."""

BOOSTS = {"title": 10, "alias": 20, "tags": 2, "text": 1}
"""How much a word counts in each field. As Material weighs them, one word in a title beats all."""

SEPARATOR = r"[\s\u00a0,.:;!?()\[\]\"'“”‘’…/–—-]+"
"""What stands between words; without it “shy.” would not be “shy”."""


def refine(file: Path, pages: Sequence[SitePage], synonyms: Sequence[Sequence[str]]) -> None:
    """Tell the index in `file` what `pages` are and are called, and which words mean the same."""
    index = json.loads(file.read_text(encoding="utf-8"))
    kinds = {page.address: KINDS[page.kind] for page in pages if page.kind in KINDS}
    names = dict(_names(pages))
    for entry in index["docs"]:
        entry.pop("tags", None)
        place = entry["location"]
        if place in kinds:
            entry["tags"] = [kinds[place]]
        if place in names:
            entry["alias"] = " · ".join(names[place])
    index["synonyms"] = [list(group) for group in synonyms]
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _names(pages: Iterable[SitePage]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the address of each page and place that has other names, with these."""
    for page in pages:
        if words := (*page.search_words, *MEANT.get(page.kind, ())):
            yield page.address, words
        yield from ((f"{page.address}#{anchor}", words) for anchor, words in page.place_words)
