"""Kinds of records that a guide adds, from its files in content/kinds/.

Such a file names the fields of its records and their types; here, they become a class like that of any other
kind, so that everything that holds for records holds for these, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, create_model, model_validator

from generator.model.action import Action
from generator.model.fields import FieldText, Link, Prose, Slug, Summary, Text, Title, Url, invalid
from generator.model.guide import GuideOutline
from generator.model.numbers import WholeNumber
from generator.model.outline import SiteSection
from generator.model.record import Block, Day, KindName, Record, Ref, SourceRef, YesNo, find
from generator.problems import Location

FOLDER = "kinds"
"""Their folder in content/."""
FieldType = Literal[
    "title", "text", "paragraphs", "list", "date", "number", "choice", "web-address", "link", "record"
]
TYPES: Mapping[str, Any] = {
    "title": Title,
    "text": Text,
    "paragraphs": Prose,
    "list": Annotated[tuple[Text, ...], Field(min_length=1)],
    "date": Day,
    "number": Annotated[int, WholeNumber(0, 999_999_999)],
    "web-address": Url,
    "link": Link,
}
"""The types of fields that depend on nothing else."""


LONG = ("paragraphs", "list")
"""The types of fields that pages show under a heading; the others are lines of facts."""


class FieldName(Slug):
    """The name of a field."""

    longest = 40
    pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class OwnChoice(Block):
    """A choice of a field."""

    says: FieldText
    """What the records that chose it say."""
    label: Title
    """What readers see."""

    @classmethod
    def from_text(cls, value: object) -> object:
        """Return the fields of a choice for which only its label is written; records say that."""
        return value if isinstance(value, Mapping) else {"says": value, "label": Title.parse(value)}

    @property
    def is_one_text(self) -> bool:
        """Whether only its label is written."""
        return self.says.start == self.label.start


class OwnField(Block):
    """A field of the records of a kind."""

    type: FieldType
    """What a value is: a title (a few words), a text (a line), paragraphs, a list of lines, a date, a whole
    number, one of your choices, a web address, a link into the guide, or the ID of another record."""
    label: Title | None = None
    """What readers see above it, or before it; by default, its name."""
    help: Text | None = None
    """What to write there; editors show it to authors."""
    optional: YesNo = False
    """Whether a record can leave it out; by default, no."""
    choices: tuple[
        Annotated[OwnChoice, BeforeValidator(OwnChoice.from_text, json_schema_input_type=Title | OwnChoice)],
        ...,
    ] = ()
    """The choices, if it’s one. To reword one, write it as {says: …, label: …}; records go on saying its
    first words."""
    kind: Slug | None = None
    """The kind of the record whose ID it is, if it’s one, such as principle."""

    @model_validator(mode="after")
    def _needs_what_its_type_needs(self) -> Self:
        for type, name, value in (("choice", "choices", self.choices), ("record", "kind", self.kind)):
            if type == self.type and not value:
                fix = f"add “{name}: …”"
                raise invalid("field-type", f"a field of the type {type} needs “{name}”", fix)
            if type != self.type and value:
                where = (value[0].label if isinstance(value, tuple) else value).where
                fix = f"write “type: {type}”, or delete it"
                raise invalid("field-type", f"only a field of the type {type} has “{name}”", fix, where)
        return self


class OwnKind(KindName):
    """A kind of record that the guide adds."""

    address: Slug
    """The first part of their addresses, and the name of their folder in content/. It’s permanent."""
    fields: Annotated[Mapping[FieldName, OwnField], Field(min_length=1)]
    """The fields of each record, in order, besides title, summary, also, from and next, which all have."""


class Shown(NamedTuple):
    """A field as pages show it."""

    name: str
    """As authors write it; also its anchor."""
    label: str
    type: FieldType
    value: Any


class OwnRecord(Record):
    """A record of a kind that the guide adds."""

    also: tuple[Title, ...] = ()
    summary: Summary
    from_: tuple[SourceRef, ...] = ()
    next: Action
    """The one next thing after it, said as an action in a few words."""

    declared: ClassVar[Mapping[str, OwnField]] = {}
    """The fields of its kind, by their names."""

    @property
    def shown(self) -> Iterator[Shown]:
        """What the record has besides the fields that all of them have, in the order of its kind."""
        for name, field in self.declared.items():
            if (value := getattr(self, attribute(name))) is not None:
                yield Shown(name, field.label or name.replace("-", " ").capitalize(), field.type, value)


class Fields:
    """A record as its own template sees it: every field by its name, with _ in place of a hyphen."""

    def __init__(self, record: OwnRecord) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        """Return the value of a field, or None if the record leaves it out; raises `AttributeError`."""
        own = {field.replace("-", "_") for field in self._record.declared}
        if name in own:
            return getattr(self._record, f"{name}_")
        if name in COMMON:
            return getattr(self._record, "from_" if name == "from" else name)
        raise AttributeError(name)

    def __dir__(self) -> list[str]:
        return sorted({*COMMON, *(field.replace("-", "_") for field in self._record.declared)})


COMMON = frozenset("id was title summary also from next".split())
"""The fields that every record of such a kind has."""
TAKEN = COMMON | {"content"}
"""Names that no other field can have: those, and the anchor of every page's content."""


def attribute(name: str) -> str:
    """Return the attribute for the field `name`: none that a record has for something else."""
    return f"{name.replace('-', '_')}_"


def own_kind(word: str, kind: OwnKind, folders: Mapping[str, str]) -> type[OwnRecord]:
    """Return the class of the records of a `kind`, called `word`.

    `folders` has the folder of each kind that a field can refer to, by its word.
    """
    places = tuple(text.where for text in find(kind, FieldText))
    return _own_kind(word, _Key(kind, kind.model_dump_json(), places), tuple(folders.items()))


class _Key:
    """A kind, compared by what its file says, and where."""

    def __init__(self, kind: OwnKind, text: str, places: tuple[Location, ...]) -> None:
        self.kind = kind
        self._key = text, places

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


# Classes are compared by identity, so each has to be made only once.
@lru_cache(maxsize=64)
def _own_kind(word: str, key: _Key, folders: tuple[tuple[str, str], ...]) -> type[OwnRecord]:
    kind = key.kind
    fields: dict[str, Any] = {}
    for name, field in kind.fields.items():
        annotation = _annotation(field, dict(folders))
        default = None if field.optional else ...
        described = Field(default, description=field.help)
        fields[attribute(name)] = (annotation | None if field.optional else annotation, described)
    made: type[OwnRecord] = create_model(word, __base__=OwnRecord, __module__=__name__, **fields)
    made.folder, made.word, made.named = str(kind.address), word, kind
    made.made_by = (_own_kind, (word, key, folders))
    made.headings = frozenset(str(name) for name, field in kind.fields.items() if field.type in LONG)
    made.declared = {str(name): field for name, field in kind.fields.items()}
    return made


def _annotation(field: OwnField, folders: Mapping[str, str]) -> Any:
    match field.type:
        case "choice":
            labels = {str(one.says): str(one.label) for one in field.choices}
            return Annotated[Literal[tuple(labels)], AfterValidator(labels.__getitem__)]
        case "record":
            return Annotated[OwnRef, AfterValidator(partial(_of, folder=folders[field.kind or ""]))]
    return TYPES[field.type]


class OwnRef(Ref):
    """The ID of a record of the kind that a field names."""

    folder: str  # type: ignore[misc]  # one class for all kinds, so that IDs can be sent to other processes


def _of(id: OwnRef, folder: str) -> OwnRef:
    id.folder = folder
    return id


def outline_with(kinds: Iterable[type[Record]]) -> type[GuideOutline]:
    """Return the class of an outline that can have a section for each of the guide's own `kinds`, too."""
    folders = tuple(kind.folder for kind in kinds if issubclass(kind, OwnRecord))
    return _outline_with(folders) if folders else GuideOutline


@lru_cache(maxsize=64)
def _outline_with(folders: tuple[str, ...]) -> type[GuideOutline]:
    fields: dict[str, Any] = {attribute(name): (SiteSection | None, None) for name in folders}
    made: type[GuideOutline] = create_model("GuideOutline", __base__=GuideOutline, **fields)
    made.made_by = (_outline_with, (folders,))
    return made
