"""A page of text (content/pages/)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.action import Action
from generator.model.fields import Prose, Summary, Title
from generator.model.local_help import HelpKinds
from generator.model.record import Identified, Record, SourceRef


class Passage(Identified):
    """A part of a page."""

    title: Title
    text: Prose
    """Paragraphs, lists and links."""
    local_help: HelpKinds = ()
    """Kinds of local help to show at the end of it; `local-help` in site_config.yml has them."""
    from_: tuple[SourceRef, ...] = ()


class Page(Record):
    """A page of text."""

    folder = "pages"
    word = "page"
    anchored = ("passages",)

    name: Title
    """A word or two for the navigation."""
    also: tuple[Title, ...] = ()
    summary: Summary
    passages: Annotated[tuple[Passage, ...], Field(min_length=1)]
    """The parts of the page, each with a heading."""
    next: Action
    """The one next thing after it, said as an action in a few words."""

    @classmethod
    def address_of(cls, id: str) -> str:
        return f"{id}/"
