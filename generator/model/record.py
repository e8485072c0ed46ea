"""What every file of an author's has: an id, a title, an address and anchors.

Ids of records, practices, items and fields are authored and permanent: they are anchors in
addresses, names of form fields and keys of what readers keep, so they outlive any change of wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from generator.model.fields import Slug, Summary, Title
from generator.model.numbers import parse_day, parse_yes_or_no

Day = Annotated[date, BeforeValidator(parse_day)]
YesNo = Annotated[
    bool, BeforeValidator(parse_yes_or_no, json_schema_input_type=Literal["yes", "no", True, False])
]
Sources = Annotated[tuple[Slug, ...], Field(min_length=1)]
"""Ids of the sources on which a piece of advice rests; at least one."""


class Block(BaseModel):
    """A block of fields inside a record."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )


class Identified(Block):
    """A block with an id of its own, on which addresses and what readers keep hang."""

    id: Slug
    # Nothing printed depends on them, so no dump holds them.
    was: Annotated[tuple[Slug, ...], Field(exclude=True)] = ()
    """Ids that it had before, so that old links and kept answers find it."""

    @property
    def ids(self) -> tuple[Slug, ...]:
        """The id of today, then those it had before."""
        return (self.id, *self.was)


def parts(part: BaseModel) -> Iterator[BaseModel]:
    """Yield `part` and every block of fields in it, outermost first."""
    yield part
    for name in type(part).model_fields:
        value = getattr(part, name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, BaseModel):
                yield from parts(inner)


PAGE_ANCHORS = frozenset("checklists content keeping next question sheets".split())
"""Anchors that templates set on pages of several kinds, beside the headings of each kind."""


class Record(Identified):
    """One file of the author's; the file name without its ending is the id, put in by the loader.

    The place of the id is the top of the file.
    """

    folder: ClassVar[str]
    """Folder in content/ and in the addresses of the site."""
    word: ClassVar[str]
    """What an author calls such a record."""

    title: Title

    headings: ClassVar[frozenset[str]] = frozenset()
    """Anchors that every page of this kind has; links may lead to them."""

    @classmethod
    def stands_at(cls, id: str) -> str:
        """Return the path on the site, with a slash at the end, of the page of such a record."""
        return f"{cls.folder}/{id}/"

    @property
    def address(self) -> str:
        """The page's path on the site, with a slash at the end."""
        return self.stands_at(self.id)

    @property
    def anchors(self) -> tuple[Slug, ...]:
        """The ids on the record's page that its author gave, in order."""
        return ()


class SinglePage(Record):
    """A page that is one of a kind; its file lies in content/ itself."""

    folder = ""
    word = "page"

    name: Title
    """A word or two for the navigation."""
    also: tuple[Title, ...] = ()
    """Other words under which people look for it."""
    summary: Summary

    @classmethod
    def stands_at(cls, id: str) -> str:
        return super().stands_at(id).lstrip("/")
