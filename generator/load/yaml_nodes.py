"""Reads one YAML file into blocks, lists and texts that remember their place.

It uses PyYAML's events: every scalar stays the text that the author typed, and references aren't followed.
Features of YAML that a guide never needs (anchors, tags, merge keys, several documents) are errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Self, TypeVar, Union, cast

import yaml

from generator.load.encoding import HIDDEN, hidden_character, readable
from generator.load.likely_slip import likely_slip
from generator.load.yaml_errors import ESCAPE, QUOTE, explain
from generator.model.source_text import Placed, SourceFile, SourceText
from generator.problems import ContentError, Location, Problem

DEEPEST = 12
"""Levels of blocks and lists inside one another."""
RUN_ON = re.compile(r"\n\s*(?:\n|- )")
"""What no one means to write inside a plain text: an empty line, or the hyphen of an entry."""
Parser = Callable[[str], yaml.SafeLoader | yaml.CSafeLoader]
FAST: Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, if PyYAML has it; it is twenty times as fast.

Only its events are used, and only until they nest too deeply: what crashes on a file full of brackets is
building values from them.
"""
READ_DIFFERENTLY = re.compile(r"\t|[|>]\S*#|^[ -]*\?(?:\s|$)", re.MULTILINE)
"""What the two parsers read differently: tabs, a # after the mark of a block, keys after a question mark.

Inside brackets, the fast one accepts a question mark as text and the other doesn't.
"""
Node = Union[SourceText, "Series", "YamlMapping"]


class Series(Placed, list["Node"]):
    """A YAML list with its place."""

    __slots__ = ("length", "source", "start")


class YamlMapping(Placed, dict[SourceText, "Node"]):
    """A YAML mapping with its place; each key is a `SourceText` with a place of its own."""

    __slots__ = ("length", "source", "start")

    def key(self, name: str) -> SourceText:
        """Return the key as the author wrote it, with its place."""
        return next(key for key in self if key == name)


Value = TypeVar("Value")


def parse(data: bytes, name: str) -> YamlMapping:
    """Return the block in `data`; see `parse_as`."""
    return parse_as(data, name, lambda block: block)


def parse_as(
    data: bytes, name: str, build: Callable[[YamlMapping], Value], names: Sequence[str] = ()
) -> Value:
    """Return what `build` makes of the YAML in `data`, the bytes of the file called `name` in messages.

    `names` are those of the fields that the file can have. Raises `ContentError` with every problem found, or
    with their cause if that is a slip in the form of a line.
    """
    lines = readable(data, name)
    builder = _build(lines)
    try:
        return build(_root(builder))
    except ContentError as error:
        problems = error.problems

    def read_again(text: str) -> Sequence[Problem]:
        changed = SourceFile(text, name)
        read = _Builder(changed).read(_parser(text)(text))
        try:
            build(_root(read))
        except ContentError as error:
            return error.problems
        return ()

    is_clear = problems[0].rule == "backslash"
    cause = None if is_clear else likely_slip(lines, problems, builder.stops, read_again, names)
    raise ContentError([cause] if cause else problems)


def _root(builder: _Builder) -> YamlMapping:
    if builder.problems:
        raise ContentError(builder.problems)
    if isinstance(builder.root, YamlMapping):
        return builder.root
    if builder.root is None:
        place = Location(builder.file.name)
        problem = Problem(place, "empty-file", "this file is empty", "fill it in, or delete it")
    else:
        message, fix = "this file doesn’t start with a field", "start it with a line such as “title: …”"
        problem = Problem(builder.root.where, "wrong-shape", message, fix)
    raise ContentError([problem])


def _parser(text: str) -> Parser:
    is_usual = "\t" not in text and "#" not in text and "?" not in text
    return FAST if is_usual or not READ_DIFFERENTLY.search(text) else yaml.SafeLoader


def _build(lines: SourceFile) -> _Builder:
    if _parser(lines.text) is FAST:
        with suppress(yaml.YAMLError, ValueError):
            return _Builder(lines).read(FAST(lines.text))
    # The parser in Python has better messages and places for errors.
    builder = _Builder(lines)
    loader = yaml.SafeLoader(lines.text)
    try:
        return builder.read(loader)
    except ValueError:  # an escape for a character that does not exist
        mark = loader.get_mark()
        builder.problems.append(Problem(lines.place(mark.line, mark.column), *ESCAPE))
    except yaml.YAMLError as error:
        builder.problems.append(explain(error, lines.place))
        marks = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
        builder.stops = [mark.line for mark in marks if mark]
    return builder


def _span(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    assert start
    assert end
    return start.index, end.index - start.index


class _Builder:
    """Builds blocks and lists from YAML events, without recursion, so that depth can't overflow the stack."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.stops: list[int] = []
        """The line where the parser stopped, and where what it was inside of started, if it isn't YAML."""
        self.root: Node | None = None

    def read(self, loader: yaml.SafeLoader | yaml.CSafeLoader) -> Self:
        """Build what's in the file, up to where it's nested too deeply, and return this builder."""
        # One long loop, because a guide of a thousand files has two hundred thousand events.
        outer: list[tuple[Series | YamlMapping | None, SourceText | None]] = []
        parent: Series | YamlMapping | None = None
        key: SourceText | None = None
        documents = 0
        while not isinstance(event := cast(yaml.Event, loader.get_event()), yaml.StreamEndEvent):
            if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
                node = self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                parent, key = outer.pop()
                continue
            elif isinstance(event, yaml.AliasEvent):
                self._report(event, "alias", "a value can’t start with *", QUOTE)
                node = SourceText("alias", self._place(event))
            else:
                documents += isinstance(event, yaml.DocumentStartEvent)
                if documents == 2:
                    documents += 1
                    fix = "delete the line with ---"
                    self._report(event, "second-document", "a second document starts here", fix)
                continue
            if len(outer) == DEEPEST and not isinstance(node, SourceText):
                message = f"blocks and lists are nested more than {DEEPEST} levels deep here"
                self._report(event, "too-deep", message, "check the brackets and the indentation")
                break
            if parent is None:
                self.root = node if self.root is None else self.root
            elif isinstance(parent, Series):
                parent.append(node)
            elif key is None:
                key = self._key(node, parent, event)
            else:
                parent.setdefault(key, node)
                key = None
            if not isinstance(node, SourceText):
                outer.append((parent, key))
                parent, key = node, None
        return self

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> Node:
        if event.anchor is not None:
            self._report(event, "anchor", "a value can’t start with &", QUOTE)
        if event.tag is not None:
            self._report(event, "tag", "a value can’t start with !", QUOTE)
        start, length = _span(event)
        if not isinstance(event, yaml.ScalarEvent):
            node = YamlMapping() if isinstance(event, yaml.MappingStartEvent) else Series()
            node.source, node.start, node.length = self.file, start, length
            return node
        # Only an escape in double quotes makes a character that isn't in the file.
        if event.style == '"' and (match := HIDDEN.search(event.value)):
            self.problems.append(hidden_character(self._place(event), match[0]))
        if not event.style and (run_on := RUN_ON.search(self.file.text, start, start + length)):
            message = "an empty line or the hyphen of an entry can’t be in the middle of a text like this"
            fix = "for paragraphs, write a bar (|) above; for a list, start all hyphens in the same column"
            self.problems.append(Problem(self.file.at(run_on.end() - 1), "run-on", message, fix))
        return SourceText(event.value, self.file, start, length, event.style or "")

    def _place(self, event: yaml.Event) -> Location:
        return self.file.at(*_span(event))

    def _report(self, event: yaml.Event, rule: str, message: str, fix: str) -> None:
        self.problems.append(Problem(self._place(event), rule, message, fix))

    def _key(self, node: Node, parent: YamlMapping, event: yaml.Event) -> SourceText:
        if not isinstance(node, SourceText):
            self._report(event, "wrong-shape", "a field’s name must be a word", QUOTE)
            return SourceText("", node.where)
        if node == "<<":
            self._report(event, "merge-key", "<< can’t be used here", "write the fields out")
        elif node in parent:
            fix = f"the first is on line {parent.key(node).where.line}; delete or rename one of them"
            self._report(event, "field-twice", f"“{node}” appears twice in the same block", fix)
        return node
