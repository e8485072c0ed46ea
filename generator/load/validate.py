"""Turns the blocks of a YAML file into records of the model, and says in an author's words what is wrong.

pydantic finds every mistake of a record at once; this module gives each its place and its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.load.yaml_nodes import Node, Series, YamlMapping
from generator.model.source_text import SourceText
from generator.problems import ContentError, Location, Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)


def decode(block: YamlMapping, model: type[Model], called: str = "this file") -> Model:
    """Return the `model` that `block` describes.

    `called` names the block in messages. Raises `ContentError` with every mistake in it.
    """
    try:
        return model.model_validate(block)
    except ValidationError as error:
        mistakes = [
            _Mistake.found(detail, block, model, called) for detail in error.errors(include_url=False)
        ]
    misspelt = {mistake.meant for mistake in mistakes if mistake.meant}
    raise ContentError(mistake.told() for mistake in mistakes if not mistake.echoes(misspelt))


@dataclass(frozen=True)
class _Mistake:
    """One error of pydantic's, beside what the author wrote there."""

    breach: str
    """pydantic's name for it, or the rule that a type of ours saw broken."""
    loc: tuple[int | str, ...]
    context: Mapping[str, Any]
    node: Node
    """The innermost thing that is there on the way to `loc`."""
    key: SourceText | None
    """The field that holds `node`, unless it is an entry of a list."""
    names: list[str]
    """The fields that could stand beside the one in question."""
    called: str

    @classmethod
    def found(cls, detail: ErrorDetails, block: YamlMapping, model: type[BaseModel], called: str) -> _Mistake:
        node, key = _find(block, detail["loc"])
        inner = detail["loc"] if detail["type"].startswith("model") else detail["loc"][:-1]
        return cls(
            detail["type"],
            detail["loc"],
            detail.get("ctx", {}),
            node,
            key,
            _field_names(model, inner),
            called,
        )

    @property
    def meant(self) -> tuple[int | str, ...]:
        """Where the field should be of which this one is a misspelling; empty when it is none."""
        if self.breach != "extra_forbidden":
            return ()
        relative_to_cwd = get_close_matches(str(self.loc[-1]), self.names, n=1)
        return (*self.loc[:-1], relative_to_cwd[0]) if relative_to_cwd else ()

    def echoes(self, misspelt: set[tuple[int | str, ...]]) -> bool:
        """Tell whether another mistake is the cause of this one, so that it need not be told."""
        if self.breach == "missing":
            return self.loc in misspelt
        # pydantic counts only the entries that are right.
        return self.breach == "too_short" and len(self.node) >= self.context["min_length"]

    def told(self) -> Problem:
        if "fix" in self.context:
            return Problem(self.node.where, self.breach, self.context["message"], self.context["fix"])
        return EXPLANATIONS.get(self.breach, _not_usable)(self)

    @property
    def field_place(self) -> Location:
        return (self.key if self.key is not None else self.node).where


def _find(block: YamlMapping, loc: tuple[int | str, ...]) -> tuple[Node, SourceText | None]:
    node: Node = block
    key: SourceText | None = None
    for before, part in zip((None, *loc), loc, strict=False):
        if isinstance(before, int) and isinstance(node, YamlMapping) and part == node.get(SourceText("kind")):
            continue  # pydantic names the kind of the block too, and a field may be called the same
        if isinstance(node, YamlMapping) and part in node:
            key = node.key(str(part))
            node = node[key]
        elif isinstance(node, Series) and isinstance(part, int) and part < len(node):
            node, key = node[part], None
    return node, key


# What each of pydantic's own error types means for an author.


def _missing(mistake: _Mistake) -> Problem:
    name = mistake.loc[-1]
    owner = f"“{mistake.key}”" if mistake.key else "this block" if len(mistake.loc) > 1 else mistake.called
    return Problem(
        mistake.field_place, "missing-field", f"“{name}” is missing from {owner}", f"add a line “{name}: …”"
    )


REPLACED = {
    "mkdocs": "use “repository”, “social” and “translations” instead, as docs/white-label.md shows",
}
"""Fields of earlier versions, and what to do instead."""


def _unknown_field(mistake: _Mistake) -> Problem:
    name = str(mistake.loc[-1])
    fix = (
        REPLACED.get(name)
        or did_you_mean(name, mistake.names)
        or f"the fields here are {', '.join(mistake.names)}"
    )
    return Problem(mistake.field_place, "unknown-field", f"there is no field called “{name}” here", fix)


def _unknown_choice(mistake: _Mistake) -> Problem:
    expected = str(mistake.context.get("expected_tags") or mistake.context.get("expected"))
    choices = [choice.strip(" '") for choice in expected.replace(" or ", ", ").split(",")]
    node = mistake.node[SourceText("kind")] if isinstance(mistake.node, YamlMapping) else mistake.node
    choose = f"choose one of {', '.join(choices)}"
    if not isinstance(node, SourceText):
        return Problem(node.where, "unknown-choice", "one word is wanted here, not a list or a block", choose)
    fix = did_you_mean(node, choices) or choose
    return Problem(node.where, "unknown-choice", f"“{node}” is not possible here", fix)


def _no_kind(mistake: _Mistake) -> Problem:
    return Problem(
        mistake.node.where, "missing-field", "“kind” is missing from this block", "add a line “kind: …”"
    )


def _not_a_list(mistake: _Mistake) -> Problem:
    return Problem(
        mistake.node.where,
        "wrong-shape",
        "a list is wanted here",
        "begin each entry on its own line with a hyphen, or write [one, two]",
    )


def _not_a_block(mistake: _Mistake) -> Problem:
    fix = f"its fields are {', '.join(mistake.names)}" if mistake.names else ""
    return Problem(mistake.node.where, "wrong-shape", "a block of fields is wanted here", fix)


def _not_pairs(mistake: _Mistake) -> Problem:
    fix = "write each name on its own line, with a colon and its value, or write {one: …, two: …}"
    return Problem(mistake.node.where, "wrong-shape", "names with a value each are wanted here", fix)


def _too_few(mistake: _Mistake) -> Problem:
    least, there = mistake.context["min_length"], mistake.context["actual_length"]
    what = "block" if isinstance(mistake.node, YamlMapping) else "list"
    message = f"at least {least} must stand in this {what}, and there are {there}"
    return Problem(mistake.field_place, "too-few", message, f"add to the {what}")


def _too_many(mistake: _Mistake) -> Problem:
    message = f"at most {mistake.context['max_length']} can stand in this list"
    return Problem(mistake.field_place, "too-many", message, "keep the most useful ones")


def _not_usable(mistake: _Mistake) -> Problem:
    return Problem(
        mistake.node.where, "wrong-shape", "this cannot be used here", "compare it with another record"
    )


EXPLANATIONS: Mapping[str, Callable[[_Mistake], Problem]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "literal_error": _unknown_choice,
    "union_tag_invalid": _unknown_choice,
    "union_tag_not_found": _no_kind,
    "tuple_type": _not_a_list,
    "model_type": _not_a_block,
    "model_attributes_type": _not_a_block,
    "dict_type": _not_pairs,
    "too_short": _too_few,
    "too_long": _too_many,
}


# The fields of the model at one place of it, for suggestions.


def _field_names(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the names that an author may write in the block at `loc`, in the model's order."""
    classes = [model]
    for part in loc:
        if isinstance(part, str):
            classes = [inner for cls in classes for inner in _step(cls, part)]
    # The id of a whole record is put in by the loader, never written.
    names = [
        field.alias
        for cls in classes
        for field in cls.model_fields.values()
        if field.alias and (loc or field.alias != "id")
    ]
    return sorted(names, key=lambda name: name == "was")  # seldom what was meant, so it is told last


def _step(model: type[BaseModel], part: str) -> Iterator[type[BaseModel]]:
    """Yield the models one step further: those of the field `part`, or the one of the kind `part`."""
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
