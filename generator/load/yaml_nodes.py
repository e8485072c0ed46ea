"""Reads one YAML file into blocks, lists and texts that remember their place.

PyYAML's events are used: every scalar stays the text that the author typed, and nothing is built
that the file only refers to. What YAML can do and authors never want (anchors, tags, merge keys,
several documents) is refused where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, Union, cast

import yaml

from generator.load.encoding import UNWANTED, readable, unwanted_character
from generator.load.yaml_errors import explain, no_such_character
from generator.model.source_text import ScalarSpan, SourceFile, SourceText
from generator.problems import ContentError, Location, Problem

DEEPEST = 12
"""Levels of blocks and lists inside one another."""
LOST_AFTER_HASH = re.compile(r"[ \t]+(#[^\s#].*)")
Parser = Callable[[str], yaml.SafeLoader | yaml.CSafeLoader]
FAST: Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, twenty times as fast, where PyYAML comes with it.

It is asked for events alone, and for no more once they nest too deep; what crashes on a file of
brackets is the building of values from them.
"""
READ_DIFFERENTLY = re.compile(r"\t|[|>]\S*#|^[ -]*\?(?:\s|$)", re.MULTILINE)
"""Signs of which the two parsers think differently: tabs, a # behind the sign of a block, keys behind a ?.

Inside of brackets the fast one takes a question mark for text, which the other refuses.
"""
Node = Union[SourceText, "Series", "YamlMapping"]


class Series(list["Node"]):
    """A YAML list with its place."""

    where: Location


class YamlMapping(dict[SourceText, "Node"]):
    """A YAML mapping with its place; each key is a `SourceText` with a place of its own."""

    where: Location

    def key(self, name: str) -> SourceText:
        """Return the key as the author wrote it, with its place."""
        return next(key for key in self if key == name)


def parse(data: bytes, name: str) -> YamlMapping:
    """Read the YAML in `data`, the bytes of the file called `name` in messages.

    Raises `ContentError` with every problem found.
    """
    builder = _built(readable(data, name))
    if builder.problems:
        raise ContentError(builder.problems)
    if isinstance(builder.root, YamlMapping):
        return builder.root
    if builder.root is None:
        raise ContentError(
            [Problem(Location(name), "empty-file", "this file is empty", "fill it in or delete it")]
        )
    raise ContentError(
        [
            Problem(
                builder.root.where,
                "wrong-shape",
                "this file does not begin with a field",
                "begin it with a line such as “title: …”",
            )
        ]
    )


def _built(lines: SourceFile) -> _Builder:
    if not READ_DIFFERENTLY.search(lines.text):
        with suppress(yaml.YAMLError, ValueError):
            return _taken(_Builder(lines), FAST(lines.text))
    # The parser in Python knows better words and places for a mistake.
    builder = _Builder(lines)
    loader = yaml.SafeLoader(lines.text)
    try:
        return _taken(builder, loader)
    except ValueError:  # an escape for a character that does not exist
        builder.problems.append(no_such_character(loader.get_mark(), lines.place))
    except yaml.YAMLError as error:
        builder.problems.append(explain(error, lines.place))
    return builder


def _taken(builder: _Builder, loader: yaml.SafeLoader | yaml.CSafeLoader) -> _Builder:
    try:
        while loader.check_event():
            builder.take(cast(yaml.Event, loader.get_event()))
    except _TooDeep as error:
        builder.problems.append(error.problem)
    return builder


class _TooDeep(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Mark(Protocol):
    """A place as both parsers tell it, each by a class of its own."""

    index: int
    line: int
    column: int


def _mark(mark: object) -> _Mark:
    """Return `mark`, which stands on every event; type hints do not say so."""
    return cast(_Mark, mark)


class _Builder:
    """Builds blocks and lists from YAML events, without recursion, so that depth is only a number."""

    def __init__(self, lines: SourceFile) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._open: list[Series | YamlMapping] = []
        self._keys: list[SourceText | None] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the file."""
        match event:
            case yaml.ScalarEvent():
                self._refuse_machinery(event)
                self._add(self._scalar(event), event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_machinery(event)
                self._enter(YamlMapping() if isinstance(event, yaml.MappingStartEvent) else Series(), event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
                self._keys.pop()
            case yaml.AliasEvent():
                self._report(
                    event, "alias", "a value cannot start with *", "put quotes round the whole value"
                )
                self._add(SourceText.at("alias", self._place(event)), event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:
                    self._report(
                        event, "second-document", "a second document begins here", "delete the line with ---"
                    )

    def _place(self, event: yaml.Event) -> Location:
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        length = end.column - start.column if end.line == start.line else len(self.lines.text)
        return self.lines.place(start.line, start.column, length)

    def _report(self, event: yaml.Event, rule: str, message: str, fix: str) -> None:
        self.problems.append(Problem(self._place(event), rule, message, fix))

    def _refuse_machinery(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self._report(event, "anchor", "a value cannot start with &", "put quotes round the whole value")
        if getattr(event, "tag", None) is not None:
            self._report(event, "tag", "a value cannot start with !", "put quotes round the whole value")

    def _scalar(self, event: yaml.ScalarEvent) -> SourceText:
        place = self._place(event)
        if match := UNWANTED.search(event.value):
            self.problems.append(unwanted_character(place, match[0]))
        if not event.style and event.value:
            end = _mark(event.end_mark)
            if match := LOST_AFTER_HASH.match(self.lines.all[end.line], end.column):
                self.problems.append(
                    Problem(
                        self.lines.place(end.line, match.start(1), len(match[1])),
                        "text-after-hash",
                        f"everything from “{match[1]}” on would be taken for a comment and left out",
                        "put quotes round the whole value; for a comment, write a space after the #",
                    )
                )
        start, end = _mark(event.start_mark), _mark(event.end_mark)
        return SourceText.at(
            event.value, place, ScalarSpan(self.lines, start.index, end.index, event.style or None)
        )

    def _enter(self, node: Series | YamlMapping, event: yaml.Event) -> None:
        node.where = self._place(event)
        if len(self._open) == DEEPEST:
            raise _TooDeep(
                Problem(
                    node.where,
                    "too-deep",
                    f"blocks and lists are nested more than {DEEPEST} levels here",
                    "check the brackets and the indentation",
                )
            )
        self._add(node, event)
        self._open.append(node)
        self._keys.append(None)

    def _add(self, node: Node, event: yaml.Event) -> None:
        if not self._open:
            self.root = node if self.root is None else self.root
            return
        parent = self._open[-1]
        if isinstance(parent, Series):
            parent.append(node)
        elif (key := self._keys[-1]) is not None:
            parent.setdefault(key, node)
            self._keys[-1] = None
        else:
            self._keys[-1] = self._key(node, parent, event)

    def _key(self, node: Node, parent: YamlMapping, event: yaml.Event) -> SourceText:
        if not isinstance(node, SourceText):
            self._report(
                event, "wrong-shape", "a field's name must be a word", "put quotes round the whole value"
            )
            return SourceText.at("", node.where)
        if node == "<<":
            self._report(event, "merge-key", "<< cannot be used here", "write the fields out")
        elif node in parent:
            self._report(
                event,
                "field-twice",
                f"“{node}” stands twice in the same block",
                f"the first is on line {parent.key(node).where.line}; delete or rename one of them",
            )
        return node
