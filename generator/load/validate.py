"""Turns the blocks of a YAML file into records of the model, or explains what is wrong with them.

pydantic finds every error in a record at once; this module gives each its place and its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.load.yaml_nodes import Node, Series, YamlMapping
from generator.model.source_text import SourceText
from generator.problems import ContentError, Problem, closest, did_you_mean

MOST_ERRORS = 200
"""Errors to explain in one file; each takes a moment, and a hostile file has thousands."""
Model = TypeVar("Model", bound=BaseModel)


def validate(block: YamlMapping, model: type[Model], called: str = "this file") -> Model:
    """Return the `model` that `block` describes.

    `called` names the block in messages. Raises `ContentError` with every error in it.
    """
    try:
        return model.model_validate(block)
    except ValidationError as error:
        details = error.errors(include_url=False)
    errors = [ShapeError(detail, block, model, called) for detail in details[:MOST_ERRORS]]
    _guess(errors, block)
    _pair_up(errors)
    misspelled = {error.meant for error in errors if error.meant}
    causes = [one for one in errors if not one.follows_from(misspelled)]
    missing = [one for one in causes if one.code == "missing"]
    for one in missing:
        one.siblings = [other for other in missing if other.loc[:-1] == one.loc[:-1]]
    raise ContentError(one.to_problem() for one in causes if one in one.siblings[:1] or not one.siblings)


def _guess(errors: list[ShapeError], block: YamlMapping) -> None:
    """Take each unknown field for the nearest one that the same file doesn't have in the same block."""
    written = dict[int, set[tuple[str, str]]]()
    for error in errors:
        around = _find(block, error.loc[:-1])[0]
        if error.code == "extra_forbidden" and error.key and isinstance(around, YamlMapping):
            if id(around) not in written:
                written[id(around)] = {(str(key), key.where.file) for key in around}
            file = error.key.where.file
            absent = [name for name in error.names if (name, file) not in written[id(around)]]
            if nearest := closest(str(error.loc[-1]), absent):
                error.meant = (*error.loc[:-1], nearest)


def _pair_up(errors: list[ShapeError]) -> None:
    """Take the only unknown field of a block for the only one that's missing there, whatever it's called."""
    meant = {error.meant for error in errors}
    unknown = [error for error in errors if error.code == "extra_forbidden" and not error.meant]
    missing = [error.loc for error in errors if error.code == "missing" and error.loc not in meant]
    if len(unknown) == len(missing) == 1 and unknown[0].loc[:-1] == missing[0][:-1]:
        unknown[0].meant = missing[0]


class ShapeError:
    """One of pydantic's errors, and what the author wrote there."""

    def __init__(self, detail: ErrorDetails, block: YamlMapping, model: type[BaseModel], called: str) -> None:
        self.code = detail["type"]
        """pydantic's name for it, or the rule of one of our own types."""
        self.loc = detail["loc"]
        self.context = detail.get("ctx", {})
        self.node, self.key = _find(block, self.loc)
        """The innermost thing on the way to `loc`, and the field that holds it, unless it's in a list."""
        self.names = _field_names(model, self.loc if self.code.startswith("model") else self.loc[:-1])
        """The fields that are allowed in the same block."""
        self.called = called
        """What messages call the whole block."""
        self.meant: tuple[int | str, ...] = ()
        """The place of the field that this one is a misspelling of; empty if it isn't one."""
        self.siblings: list[ShapeError] = []
        """All errors about fields that are missing in the same block, if this is one."""
        self.needs = _needed(model, self.loc) if self.code == "missing" else []
        """The fields that a missing block has to have."""

    def follows_from(self, misspelled: set[tuple[int | str, ...]]) -> bool:
        """Return whether another error causes this one, so that there's no need to report it."""
        if self.code == "missing":
            return self.loc in misspelled
        # pydantic counts only the entries that are valid.
        return self.code == "too_short" and len(self.node) >= self.context["min_length"]

    def to_problem(self) -> Problem:
        """Return what it means for the author."""
        if "fix" in self.context:
            place = self.context.get("where", self.node.where)
            return Problem(place, self.code, self.context["message"], self.context["fix"])
        place, field = self.node.where, (self.node if self.key is None else self.key).where
        match self.code:
            case "missing":
                name = self.loc[-1]
                owner = f"“{self.key}”" if self.key else "this block" if len(self.loc) > 1 else self.called
                inside = ", ".join(f"{part}: …" for part in self.needs)
                fix = f"add a line “{name}: {{{inside}}}”" if inside else f"add a line “{name}: …”"
                if rest := "”, “".join(str(one.loc[-1]) for one in self.siblings[1:]):
                    message = f"“{name}”, “{rest}” are missing from {owner}"
                    fix = "add them, or restore the rest if it was cut off"
                    return Problem(field, "missing-field", message, fix)
                return Problem(field, "missing-field", f"“{name}” is missing from {owner}", fix)
            case "union_tag_not_found":
                fix = "add a line “kind: …”"
                return Problem(place, "missing-field", "“kind” is missing from this block", fix)
            case "extra_forbidden":
                name = str(self.loc[-1])
                fix = f"the fields here are {', '.join(self.names)}"
                fix = f"did you mean “{self.meant[-1]}”?" if self.meant else fix
                return Problem(field, "unknown-field", f"there’s no field called “{name}” here", fix)
            case "literal_error" | "union_tag_invalid":
                return self._unknown_choice()
            case "tuple_type":
                fix = "start each entry on its own line with a hyphen, or write [one, two]"
                return Problem(place, "wrong-shape", "this has to be a list", fix)
            case "model_type" | "model_attributes_type":
                fix = f"its fields are {', '.join(self.names)}" if self.names else ""
                return Problem(place, "wrong-shape", "this has to be a block of fields", fix)
            case "dict_type":
                fix = "write each name on its own line, with a colon and its value, or write {one: …, two: …}"
                return Problem(place, "wrong-shape", "this has to be a list of names, each with a value", fix)
            case "too_short":
                least, actual = self.context["min_length"], self.context["actual_length"]
                what = "block" if isinstance(self.node, YamlMapping) else "list"
                message = f"this {what} needs {least} or more entries, but has {actual}"
                return Problem(field, "too-few", message, f"add more to the {what}")
            case "too_long":
                message = f"this list can have at most {self.context['max_length']} entries"
                return Problem(field, "too-many", message, "keep the most useful ones")
        return Problem(place, "wrong-shape", "this can’t be used here", "compare it with another record")

    def _unknown_choice(self) -> Problem:
        expected = str(self.context.get("expected_tags") or self.context.get("expected"))
        # A choice of a kind that a guide adds can have any words.
        choices = [single or double for single, double in re.findall(r"'([^']+)'|\"([^\"]+)\"", expected)]
        kind = SourceText("kind")
        node = self.node.get(kind, self.node) if isinstance(self.node, YamlMapping) else self.node
        choose = f"choose one of {', '.join(choices)}"
        if not isinstance(node, SourceText):
            message = "this has to be one word, not a list or a block"
            return Problem(node.where, "unknown-choice", message, choose)
        fix = did_you_mean(node, choices) or choose
        return Problem(node.where, "unknown-choice", f"“{node}” isn’t one of the choices here", fix)


def _find(block: YamlMapping, loc: tuple[int | str, ...]) -> tuple[Node, SourceText | None]:
    node: Node = block
    key: SourceText | None = None
    for before, part in zip((None, *loc), loc, strict=False):
        if isinstance(before, int) and isinstance(node, YamlMapping) and part == node.get(SourceText("kind")):
            continue  # pydantic adds the kind of the block, and a field can have the same name
        if isinstance(node, YamlMapping) and part in node:
            key = node.key(str(part))
            node = node[key]
        elif isinstance(node, Series) and isinstance(part, int) and part < len(node):
            node, key = node[part], None
    return node, key


def _field_names(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the fields that an author can write in the block at `loc`, in the model's order."""
    classes = _classes(model, loc)
    aliases = (field.alias for cls in classes for field in cls.model_fields.values())
    # The loader adds the ID of a whole record; authors don't write it.
    names = [alias for alias in aliases if alias and (loc or alias != "id")]
    return sorted(names, key=lambda name: name == "was")  # rarely what was meant, so it comes last


def _classes(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[type[BaseModel]]:
    """Return what the block at `loc` can be."""
    classes = [model]
    for part in loc:
        if isinstance(part, str):
            classes = [inner for cls in classes for inner in _step(cls, part)]
    return classes


ON_ONE_LINE = 3
"""Fields of a block that can be written on one line."""


def _needed(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the fields that the missing block at `loc` needs; none if it's no block, or a large one."""
    fields = (cls.model_fields.values() for cls in _classes(model, loc[:-1]))
    missing = [field.annotation for some in fields for field in some if field.alias == loc[-1]]
    blocks = [one for one in missing if isinstance(one, type) and issubclass(one, BaseModel)]
    names = [name for block in blocks for name, needed in fields_of(block).items() if needed]
    return names if len(names) <= ON_ONE_LINE else []


def fields_of(model: type[BaseModel]) -> dict[str, bool]:
    """Return the names of the fields that an author can write in `model`, and which have to be there."""
    return {
        field.alias: field.is_required()
        for field in model.model_fields.values()
        if field.alias not in (None, "id")
    }


@cache
def every_field(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the fields in `model` and in all blocks inside it."""
    names = dict.fromkeys(_field_names(model, ()))
    for field in model.model_fields.values():
        names.update(
            dict.fromkeys(name for inner in _models_in(field.annotation) for name in every_field(inner))
        )
    return tuple(names)


def _step(model: type[BaseModel], part: str) -> Iterator[type[BaseModel]]:
    """Yield the models one step further in: those of the field `part`, or the one of the kind `part`."""
    kind = model.model_fields.get("kind")
    if kind and part in get_args(kind.annotation):
        yield model
    for field in model.model_fields.values():
        if field.alias == part:
            yield from _models_in(field.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
