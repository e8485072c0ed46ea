"""Whatever a file contains, reading it gives a block, or problems with a location in the file."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.load import yaml_nodes
from generator.load.encoding import LARGEST_FILE
from generator.load.validate import validate
from generator.load.yaml_nodes import Node, Series, YamlMapping, parse
from generator.model.principle import Principle
from generator.problems import ContentError, Problem
from tests.support.fuzzing import examples
from tests.support.paths import TESTS

GOOD = (TESTS / "guide/content/principles/ask-first.yml").read_text("utf-8")
SOUP = st.text("abc:-#[]{}&*!|>'\"%@`,?~\\ \n\t0123\u00a0\u202e\ud7ff😀", max_size=200)


def assert_places_inside(problems: tuple[Problem, ...], data: bytes) -> None:
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.location.line <= len(lines)
        assert 1 <= problem.location.column <= max(len(lines[problem.location.line - 1]), 1)
        assert problem.location.length >= 1
        assert problem.message
        assert problem.rule


def read(data: bytes) -> tuple[Problem, ...]:
    try:
        parse(data, "file.yml")
    except ContentError as error:
        return error.problems
    return ()


@examples(150, fuzzed=400)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example("title: x\n".encode("utf-16"))
@example(b"? ")
@example(b"a: \xff")
def test_any_bytes_are_read_or_reported(data: bytes) -> None:
    assert_places_inside(read(data), data)


@examples(500, fuzzed=1500)
@given(SOUP)
@example("- - - -\n :")
@example('"\\U00110000"')
@example("a: |9\n x")
@example("%TAG ! tag:x,2002:\n--- !x a")
@example("\r\ra: [\r")
def test_anything_like_yaml_is_read_or_reported(text: str) -> None:
    data = text.encode()
    assert_places_inside(read(data), data)


def outcome(text: str, parser: yaml_nodes.Parser, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patched:
        patched.setattr(yaml_nodes, "FAST", parser)
        # Which change of broken YAML would help can depend on the parser.
        patched.setattr(yaml_nodes, "likely_slip", lambda *_: None)
        try:
            return facts(parse(text.encode(), "file.yml"))
        except ContentError as error:
            return {problem.rule for problem in error.problems}


def facts(node: Node) -> object:
    """Everything known about a node: its values, their locations, and the text they were read from."""
    if isinstance(node, YamlMapping):
        return node.where, [(facts(key), facts(value)) for key, value in node.items()]
    if isinstance(node, Series):
        return node.where, [facts(value) for value in node]
    return str(node), node.where, node.start, node.raw, node.style


@examples(500, fuzzed=1500)
@given(text=SOUP)
@example(text=GOOD)
@example(text="a: |#x\n b\n")
@example(text="a: 😀 ü # x\nb: 😀\n")
@example(text="a: >\n  x\n\n\n  y\nb: |+\n  z\n\n")
def test_both_parsers_of_pyyaml_read_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert getattr(yaml_nodes.FAST, "__name__", "") == "CSafeLoader"
    slow = outcome(text, yaml.SafeLoader, monkeypatch)
    if not ("?" in text and slow == {"bracket"}):
        assert outcome(text, yaml.CSafeLoader, monkeypatch) == slow


@examples(40, fuzzed=100)
@given(st.data())
def test_a_record_with_random_damage_is_read_or_reported(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(start + 40, len(GOOD))))
    damaged = (GOOD[:start] + data.draw(SOUP) + GOOD[end:]).encode()
    try:
        validate(parse(damaged, "file.yml"), Principle)
    except ContentError as error:
        assert_places_inside(error.problems, damaged)


@examples(100, fuzzed=300)
@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_a_quoted_text_comes_out_as_typed(text: str) -> None:
    typed = yaml.safe_dump({"title": text}, allow_unicode=True, default_style='"', width=10**6)
    if not read(typed.encode()):
        assert parse(typed.encode(), "file.yml")["title"] == text  # type: ignore[index]


GUESSED = "no 1.10 22:30 017 2026-13-45 ~ null 0x1F 1e3 =".split()


@pytest.mark.parametrize("typed", [*GUESSED, "9" * 5000])
def test_yaml_does_not_guess_what_a_value_is(typed: str) -> None:
    assert parse(f"title: {typed}\n".encode(), "file.yml") == {"title": typed}


def places(node: Node) -> list[tuple[str, int, int]]:
    if isinstance(node, YamlMapping):
        return [found for key, value in node.items() for found in places(key) + places(value)]
    if isinstance(node, Series):
        return [found for value in node for found in places(value)]
    return [(str(node), node.where.line, node.where.column)]


def test_every_value_knows_its_place() -> None:
    node = parse(b"a: [x, 'y']\nb:\n  - c: |\n      text\n", "file.yml")
    assert places(node) == [
        ("a", 1, 1), ("x", 1, 5), ("y", 1, 8), ("b", 2, 1), ("c", 3, 5), ("text\n", 3, 8),
    ]  # fmt: skip


def test_a_byte_order_mark_and_windows_line_endings_do_no_harm() -> None:
    assert parse(b"\xef\xbb\xbftitle: x\r\nname: y\r\n", "file.yml") == {"title": "x", "name": "y"}


BOMBS = {
    "aliases": b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + b"d: [*c, *c]\n" * 500,
    "brackets": b"a: " + b"[" * 100_000,
    "braces": b"a: " + b"{" * 100_000,
    "hyphens": b"- " * 50_000,
    "questions": b"? " * 50_000,
    "quotes": b"a: '" + b"'" * 100_000,
    "anchors": b"".join(b"k%d: &a%d x\n" % (n, n) for n in range(10_000)),
    "long line": b"a: " + b"x" * 250_000,
    "long key": b"x" * 250_000 + b": a",
    "control characters": b"\x1b[31m" * 40_000,
    "markup": b"a: " + b"<![" * 80_000,
    "hashes": b"a: " + b"x #y" * 60_000,
    "keys": b"".join(b"k%d: x\n" % n for n in range(15_000)),
    "too large": b"a" * (LARGEST_FILE + 1),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_hostile_file_is_refused_quickly(bomb: bytes) -> None:
    started = time.process_time()
    assert_places_inside(read(bomb), bomb)
    # In CPU seconds; a bomb that goes off takes minutes or all the memory.
    assert time.process_time() - started < 20
