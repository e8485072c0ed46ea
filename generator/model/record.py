"""What every record has: an ID, a title, an address and anchors; and how records refer to each other.

IDs of records, practices, items and fields are chosen by authors and permanent: they are anchors in
addresses, names of form fields and keys of what readers keep, so they outlive any change of wording.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from types import new_class
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from generator.model.fields import Slug, Summary, Title
from generator.model.numbers import parse_day, parse_yes_or_no
from generator.model.reads import Tracked, derived
from generator.model.source_text import SourceText
from generator.problems import Location

Value = TypeVar("Value")
Day = Annotated[date, BeforeValidator(parse_day)]
YesNo = Annotated[
    bool, BeforeValidator(parse_yes_or_no, json_schema_input_type=Literal["yes", "no", True, False])
]


class Ref(Slug):
    """The ID of another record. Its type says of which kind, so rules can check every reference."""

    folder: ClassVar[str]
    """Folder of that record in content/."""


# Here rather than with their records, because those refer to each other in circles.
class PrincipleRef(Ref):
    """The ID of a principle."""

    folder = "principles"


class ChecklistRef(Ref):
    """The ID of a checklist."""

    folder = "checklists"


class MessageRef(Ref):
    """The ID of a message."""

    folder = "messages"


class WorksheetRef(Ref):
    """The ID of a worksheet."""

    folder = "worksheets"


class SourceRef(Slug):
    """The ID of a work in content/sources.yml."""


Sources = Annotated[tuple[SourceRef, ...], Field(min_length=1)]
"""The works a piece of advice rests on; at least one."""


class Block(BaseModel):
    """A block of fields inside a record."""

    made_by: ClassVar[tuple[Callable[..., type[Block]], tuple[Any, ...]] | None] = None
    """What makes the class again, if it's none of the program's own, and its arguments."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        defer_build=True,
        protected_namespaces=(),  # a guide's own fields can have any names; they end with _
    )

    def model_post_init(self, context: object) -> None:
        # Which fields were set is a fifth of a record's memory, and isn't used.
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_USED)


def _pickled(cls: type[Block]) -> str | tuple[Any, ...]:
    return cls.__dict__.get("made_by") or cls.__qualname__


# A worker that isn't a fork gets its records like that, and has none of the classes of a guide yet.
copyreg.pickle(type(Block), _pickled)


class Identified(Block):
    """A block with an ID of its own, which addresses and what readers keep depend on."""

    id: Slug
    # Nothing printed depends on these, so they are not dumped.
    was: Annotated[tuple[Slug, ...], Field(exclude=True)] = ()
    """IDs that it had before, so that old links and kept answers still find it."""

    @property
    def ids(self) -> tuple[Slug, ...]:
        """Its current ID, then the previous ones."""
        return (self.id, *self.was)


def blocks(block: BaseModel) -> Iterator[BaseModel]:
    """Yield `block` and every block inside it, outermost first."""
    yield block
    for value in _values(block):
        if isinstance(value, BaseModel):
            yield from blocks(value)


def find(root: BaseModel, kind: type[Value]) -> Iterator[Value]:
    """Yield every value of the type `kind` in `root` and in all blocks inside it."""
    for block in blocks(root):
        yield from (value for value in _values(block) if isinstance(value, kind))


def _values(block: BaseModel) -> Iterator[object]:
    """Yield the value of each field; of a list, its entries."""
    for value in vars(block).values():
        yield from value if isinstance(value, tuple) else (value,)


_NOT_USED = set[str]()
PAGE_ANCHORS = frozenset("checklists content keeping next question sheets".split())
"""Anchors that templates use on several kinds of pages, in addition to the `headings` of each kind."""


class KindName(Block):
    """What a guide calls one of its kinds of pages, if not by the usual name."""

    one: Title
    """The word for one of them, as in the middle of a sentence: right."""
    many: Title
    """The word for several: rights."""
    address: Slug | None = None
    """The first part of their addresses, if not the usual one. Pages at the usual addresses lead to the new
    ones."""
    was: tuple[Slug, ...] = ()
    """First parts that their addresses had before, so that old links still lead there."""
    hint: Title | None = None
    """A few words about what’s there, next to its tab in the menu on phones."""

    def over(self, other: KindName | None) -> KindName:
        """Return this name with what it leaves out as in the `other`, if there is one."""
        if not other:
            return self
        was = tuple(dict.fromkeys((*other.was, *self.was)))
        kept = {"address": self.address or other.address, "was": was, "hint": self.hint or other.hint}
        return self.model_copy(update=kept)


class Record(Tracked, Identified):
    """One file in content/. Its ID is the file name without the extension; the loader adds it."""

    folder: ClassVar[str]
    """Folder in content/, and in the addresses of the site unless the guide gives the kind another."""
    word: ClassVar[str]
    """The name of the kind."""
    named: ClassVar[KindName | None] = None
    """What the guide calls the kind; None if it has the usual name."""

    title: Title

    headings: ClassVar[frozenset[str]] = frozenset()
    """Anchors that every page of this kind has; links can point to them."""
    anchored: ClassVar[tuple[str, ...]] = ()
    """The lists whose entries have their IDs as anchors on the page."""

    @classmethod
    def noun(cls) -> str:
        """Return what authors call such a record."""
        return cls.named.one if cls.named else cls.word

    @classmethod
    def home(cls) -> str:
        """Return the first part of the addresses of such records."""
        return (cls.named and cls.named.address) or cls.folder

    @classmethod
    def address_of(cls, id: str) -> str:
        """Return the path on the site, with a trailing slash, of the record of this kind called `id`."""
        return f"{cls.home()}/{id}/".lstrip("/")

    @classmethod
    def former_homes(cls) -> tuple[str, ...]:
        """Return the first parts that the addresses of such records had before."""
        homes = (cls.folder, *cls.named.was) if cls.named else ()
        return tuple(home for home in dict.fromkeys(homes) if home != cls.home())

    @property
    def address(self) -> str:
        """The page's path on the site, with a trailing slash."""
        return self.address_of(self.id)

    def former_addresses(self) -> Iterator[str]:
        """Yield the paths on the site that the page had before."""
        yield from map(self.address_of, self.was)
        yield from (f"{home}/{id}/" for home in self.former_homes() for id in self.ids)

    @property
    @derived(tuple)
    def anchors(self) -> tuple[Slug, ...]:
        """The IDs of parts of the record's page, in order."""
        return tuple(part.id for name in self.anchored for part in getattr(self, name))


def renamed(kind: type[Record], name: KindName) -> type[Record]:
    """Return the `kind` of a guide that calls it by this `name`."""
    return _renamed(kind, name, tuple(text.where for text in find(name, SourceText)))


# Classes are compared by identity, so each has to be made only once.
@lru_cache(maxsize=256)
def _renamed(kind: type[Record], name: KindName, places: tuple[Location, ...]) -> type[Record]:
    members = {"named": name, "__doc__": kind.__doc__, "__module__": kind.__module__}
    made: type[Record] = new_class(kind.__name__, (kind,), exec_body=lambda space: space.update(members))
    made.made_by = (_renamed, (kind, name, places))
    return made


class SinglePage(Record):
    """A page that exists once; its file is in content/ itself."""

    folder = ""
    word = "page"

    name: Title
    """A word or two for the navigation."""
    also: tuple[Title, ...] = ()
    """Other words under which people look for it."""
    summary: Summary
