"""Documents, messages, comments and names use none of the words in support/plain_english.yml."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from generator.model.guide import KINDS
from tests.support.paths import ROOT, TESTS

DOCUMENTS = [ROOT / "bench/README.md", *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
FILES = [
    *DOCUMENTS,
    *ROOT.glob("generator/**/*.py"),
    *ROOT.glob("generator/check/stories/*.yml"),
    *ROOT.glob("deploy/*"),
    *(
        path
        for path in ROOT.glob("templates/**/*")
        if path.suffix in (".j2", ".typ", ".js", ".css", ".yml") and "vendor" not in path.parts
    ),
]

MARKDOWN_CODE = re.compile(r"^```.*?^```|^ {4}[^\n]*|`[^`]*`|\]\([^)\s]*\)", re.DOTALL | re.MULTILINE)
STRING_CODE = re.compile(r"`[^`\n]*`|\\[nrt]|\{[^{}]*\}")
YAML_KEY = re.compile(r"^[ -]*[\w.-]+:|[{,] *[\w-]+:", re.MULTILINE)
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
TEMPLATE_LITERAL = re.compile(r"`[^`]*`")
NAME = re.compile(r"[^\W\d][\w-]*")
NAME_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class Use(NamedTuple):
    """A text in a file, or a name in its code."""

    text: str
    line: int
    is_name: bool = False


class Entry(NamedTuple):
    """A word, and what to write instead."""

    find: re.Pattern[str]
    write: str
    ok: re.Pattern[str]
    only: str


@cache
def public_names() -> frozenset[str]:
    """Names that authors and translators write, and page anchors: these can't change."""
    files = [
        *ROOT.glob("templates/strings/*.yml"),
        *ROOT.glob("content/**/*.yml"),
        *TESTS.glob("guide/**/*.yml"),
    ]
    keys = {key.strip(" -:{,") for file in files for key in YAML_KEY.findall(file.read_text("utf-8"))}
    anchors = {anchor for kind in KINDS for anchor in kind.headings}
    return frozenset(name.replace("-", "_") for name in keys | anchors)


@cache
def entries() -> tuple[Entry, ...]:
    def pattern(*alternatives: str) -> re.Pattern[str]:
        # A phrase can continue on the next line, even in a comment.
        phrases = "|".join(alternatives).replace(" ", r"\s+(?:[#*/]+\s+)?")
        return re.compile(rf"(?<![\w-])(?:{phrases})(?!\w)" if phrases else r"(?!)", re.IGNORECASE)

    listed = yaml.safe_load((TESTS / "support/plain_english.yml").read_text("utf-8"))
    return tuple(
        Entry(pattern(one["find"]), one["write"], pattern(*one.get("ok", ())), one.get("only", ""))
        for one in listed
    )


def complaints(use: Use) -> Iterator[str]:
    """Yield each listed word in `use` with its line and what to write instead."""
    if use.is_name and use.text.replace("-", "_") in public_names():
        return
    text = " ".join(NAME_PART.findall(use.text)) if use.is_name else use.text
    for entry in entries():
        if entry.only == ("texts" if use.is_name else "names") or (use.is_name and entry.ok.search(use.text)):
            continue
        allowed = [match.span() for match in entry.ok.finditer(text)]
        for match in entry.find.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in allowed):
                line = use.line + text.count("\n", 0, match.start())
                where = f"“{match[0]}” in the name {use.text}" if use.is_name else f"“{match[0]}”"
                yield f"{line}: {where}. Write: {entry.write}"


def hidden(pattern: re.Pattern[str], text: str) -> str:
    """Return `text` without matches of `pattern`, but with the same number of lines."""
    return pattern.sub(lambda match: "\n" * match[0].count("\n") or " ", text)


def names(text: str) -> Iterator[Use]:
    """Yield each name in `text` once."""
    matches = {match[0]: match.start() for match in reversed([*NAME.finditer(text)])}
    for name, start in matches.items():
        yield Use(name, 1 + text.count("\n", 0, start), is_name=True)


def python_uses(text: str) -> Iterator[Use]:
    """Yield the strings, docstrings, comments and names of a module. One-word strings are data."""
    seen = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "NAME" and token.string not in seen:
            seen.add(token.string)
            yield Use(token.string, token.start[0], is_name=True)
        elif kind == "COMMENT" or (kind in ("STRING", "FSTRING_MIDDLE") and re.search(r"\s", token.string)):
            yield Use(hidden(STRING_CODE, token.string), token.start[0])


def template_uses(text: str) -> Iterator[Use]:
    """Yield the comments and names of a template, script or style sheet."""
    for match in COMMENT.finditer(text):
        comment = hidden(STRING_CODE, match[0].strip("{}"))
        yield Use(comment, 1 + text.count("\n", 0, match.start()))
    yield from names(hidden(TEMPLATE_LITERAL, hidden(COMMENT, text)))


def story_uses(text: str) -> Iterator[Use]:
    """Yield a story's explanation of its rule. The rest is sample text or program output."""
    story = yaml.compose(text)
    assert story
    for key, value in story.value:
        if key.value == "means":
            yield Use(text[value.start_mark.index : value.end_mark.index], value.start_mark.line + 1)


def uses(path: Path) -> Iterable[Use]:
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        return [Use(hidden(MARKDOWN_CODE, text), 1)]
    if path.suffix == ".py":
        return python_uses(text)
    if path.parent.name == "stories":
        return story_uses(text)
    if path.suffix == ".yml" or path.parent.name == "deploy":
        return [Use(hidden(YAML_KEY, text), 1)]
    return template_uses(text)


@pytest.mark.parametrize("path", sorted(FILES), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_uses_plain_english(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    found = [f"{name}:{complaint}" for use in uses(path) for complaint in complaints(use)]
    assert not found, "\n".join(["", *found, "To allow a word, see tests/support/plain_english.yml."])


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (python_uses, '"""A.\n\nWhat is told."""\n', ["3: “told”"]),
        (python_uses, "x = 1  # It lies\n", ["1: “lies”"]),
        (python_uses, 'x = f"nobody {told} knows"\n', ["1: “nobody”"]),
        (python_uses, 'x = {"told": 1}\n', []),
        (python_uses, "class WhatIsTold: ...\n", ["1: “Told” in the name WhatIsTold"]),
        (python_uses, "is_idle = idle_word\n", ["1: “idle” in the name is_idle"]),
        (template_uses, "{# a\nsign #}<p class='is-told'>", ["2: “sign”", "2: “told” in the name is-told"]),
        (template_uses, "go('https://a.example/told/') // mend", ["1: “mend”", "1: “told” in the name told"]),
        (story_uses, "means: >-\n  A\n  sign\nchange: a sign\n", ["3: “sign”"]),
    ],
)  # fmt: skip
def test_texts_and_names_are_found(read: object, text: str, found: list[str]) -> None:
    assert callable(read)
    messages = [message for use in read(text) for message in complaints(use)]
    assert [message.partition(". Write")[0] for message in messages] == found


def test_code_in_documents_and_allowed_phrases_are_ignored() -> None:
    text = "Run `told`:\n\n    lies\n\nA USB\nstick stands for it. Nobody\nSIGNS in.\n"
    (use,) = [Use(hidden(MARKDOWN_CODE, text), 1)]
    assert [message.partition(". Write")[0] for message in complaints(use)] == ["6: “Nobody”"]
