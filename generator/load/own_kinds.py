"""Makes the kinds that a guide adds from its files in content/kinds/, or says what’s wrong between them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.model.guide import KINDS
from generator.model.own_kinds import FOLDER, TAKEN, OwnKind, OwnRecord, own_kind
from generator.model.page_kinds import PAGE_KINDS, RESERVED_ADDRESSES, TemplateValues
from generator.problems import Location, Problem, Problems, did_you_mean

USED = frozenset(
    [
        *TemplateValues._fields,
        *("count", "number", "parts", "strings", "title_at"),  # what else the page of such a record knows
        *("cycler", "dict", "joiner", "lipsum", "namespace", "range", "self"),  # what every template has
        *("kind", "question", "source", "term"),  # schemas, and what else can be started
    ]
)
"""Names that have a meaning in templates or elsewhere."""
BUILT_IN = {kind.word: kind.folder for kind in KINDS}
"""The folders of the program's own kinds."""


def problems(kinds: Mapping[str, OwnKind], program: Path) -> Problems:
    """Yield what’s wrong with the names in `kinds`, by their words. `program` has the program's templates."""
    templates = {path.name.partition(".")[0] for path in (program / "pages").glob("*.j2")}
    folders = _folders(kinds)
    first = dict[str, str]()
    for word, kind in kinds.items():
        if word.replace("-", "_") in USED or word in templates.union(PAGE_KINDS):
            message = f"the program already has something called “{word}”"
            place = Location(f"content/{FOLDER}/{word}.yml")
            yield Problem(place, "kind-taken", message, "give the file another name")
        other = first.setdefault(kind.address, word)
        if kind.address in RESERVED_ADDRESSES | templates | {FOLDER, "pages"} or kind.address in kinds:
            message = f"“{kind.address}” is already used by the program or another kind"
            yield Problem(kind.address.where, "kind-taken", message, "choose another address")
        elif other != word:
            message = f"the kind “{other}” has this address, too"
            yield Problem(kind.address.where, "kind-taken", message, "choose another address")
        for name, field in kind.fields.items():
            if name in TAKEN:
                message = f"“{name}” can’t be a new field: every record already has it"
                yield Problem(name.where, "kind-taken", message, "delete it, or choose another name")
            if field.kind and field.kind not in folders:
                fix = did_you_mean(field.kind, folders) or f"the kinds are {', '.join(folders)}"
                message = f"there’s no kind called “{field.kind}”"
                yield Problem(field.kind.where, "unknown-kind", message, fix)


def classes(kinds: Mapping[str, OwnKind]) -> tuple[type[OwnRecord], ...]:
    """Return the classes of the records of `kinds`, in which no problems were found."""
    folders = _folders(kinds)
    return tuple(own_kind(word, kind, folders) for word, kind in kinds.items())


def _folders(kinds: Mapping[str, OwnKind]) -> dict[str, str]:
    return {**BUILT_IN, **{word: str(kind.address) for word, kind in kinds.items()}}
