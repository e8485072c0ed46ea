"""The whole guide for other programs: as JSON to build on, and as a list for language models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.interface import Section
from generator.model import Guide
from generator.site_page import SitePage

FORMAT = "advice-guide/1"
"""Of the JSON file. The number grows when a field goes or changes its meaning, not when one comes."""

SECTIONS = {
    "start": "begin",
    "principle": "principles",
    "checklist": "checklists",
    "worksheet": "worksheets",
    "message": "messages",
    "workshop": "workshops",
    "contacts": "tools",
    "questions": "more",
    "glossary": "more",
    "page": "more",
    "sources": "more",
    "changes": "more",
    "offline": "more",
}
"""Under which heading of llms.txt each kind of page stands."""


def as_json(guide: Guide, pages: Iterable[SitePage]) -> bytes:
    """Return guide.json: every record with its fields as its author named them, and where its page stands.

    Texts that may hold links and emphasis are Markdown; links in them are `folder/id#part` of this file.
    """
    site = guide.site
    kinds = {page.address: page.kind for page in pages}
    whole = {
        "format": FORMAT,
        "name": site.name,
        "url": site.url,
        "description": site.description,
        "language": site.language,
        "license": site.license.model_dump(mode="json"),
        "updated": guide.contents.updated.isoformat(),
        "sources": [source.model_dump(mode="json", by_alias=True) for source in guide.sources.values()],
        "records": [
            {
                "kind": kinds[record.address],
                "url": site.url + record.address,
                **record.model_dump(mode="json", by_alias=True, exclude_none=True),
            }
            for record in guide.records()
            if record.address in kinds
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def for_language_models(guide: Guide, pages: Iterable[SitePage], words: Section) -> bytes:
    """Return llms.txt: what the guide is, and its pages with a line on each (see llmstxt.org)."""
    return ("\n".join(_lines(guide, tuple(pages), words)) + "\n").encode()


def _lines(guide: Guide, pages: tuple[SitePage, ...], words: Section) -> Iterator[str]:
    site, said, day = guide.site, words.listing, guide.contents.updated.isoformat()
    yield f"# {site.name}"
    yield ""
    yield f"> {site.description}"
    yield ""
    yield said.about(day=day, license=site.license.name, address=site.license.url)
    yield said.whole(address=f"{site.url}guide.json")
    for heading in dict.fromkeys(SECTIONS.values()):
        listed = [page for page in pages if SECTIONS.get(page.kind) == heading]
        if listed:
            yield ""
            yield f"## {said[heading]}"
            yield ""
            yield from (
                f"- [{_plain(page.title)}]({site.url}{page.address}): {page.description}" for page in listed
            )


def _plain(title: str) -> str:
    return title.replace("[", "\\[").replace("]", "\\]")
