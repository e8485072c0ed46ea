"""Adding an entry to a YAML file, or setting a field, changes nothing else in it."""

from __future__ import annotations

import re

import pytest
import yaml

from generator.cli.yaml_edit import append_block, append_entry, append_item, comment_out, set_field
from generator.problems import Refusal


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  show: [one, two]\n", "a:\n  show: [one, two, new]\n"),
        (
            "a:\n  show: [one,  # first\n    two]  # last\n",
            "a:\n  show: [one,  # first\n    two, new]  # last\n",
        ),
        ("a:\n  show:\n    - one\n    - two\n", "a:\n  show:\n    - one\n    - two\n    - new\n"),
        ("a:\n  show:\n  - one # why\n\nb: 1\n", "a:\n  show:\n  - one # why\n  - new\n\nb: 1\n"),
        ("a:\n  show:\n    - one", "a:\n  show:\n    - one\n    - new\n"),
        ("a:\n  show:\n    - 'one'\n  # after\n", "a:\n  show:\n    - 'one'\n    - new\n  # after\n"),
        ("a:\r\n  show:\r\n    - one\r\nb: 1\r\n", "a:\r\n  show:\r\n    - one\r\n    - new\r\nb: 1\r\n"),
        ("b:\n  show: [x]\na:\n  show: [one]\n", "b:\n  show: [x]\na:\n  show: [one, new]\n"),
    ],
)
def test_the_entry_is_added_last_and_everything_else_stays(before: str, after: str) -> None:
    assert append_entry(before, "a", "Things", "new") == after


def test_a_missing_section_is_added_at_the_end() -> None:
    text = append_entry("# What is where.\nb:\n  show: [x]\n", "messages", "Messages", "new")
    assert text.startswith("# What is where.\nb:\n  show: [x]\nmessages:\n")
    assert yaml.safe_load(text)["messages"] == {
        "title": "Messages",
        "lead": "TODO: what these have in common, in one sentence.",
        "show": ["new"],
    }


@pytest.mark.parametrize("title", ['A "b" #c', "A #b", "Yes", "a: b", "2026", "'A", "Tips & notes"])
def test_the_title_of_a_section_is_in_quotes_where_it_has_to_be(title: str) -> None:
    text = append_entry("b: 1\n", "messages", title, "new")
    assert yaml.safe_load(text)["messages"]["title"] == title
    assert ('"' not in text.splitlines()[2]) == (title == "Tips & notes")


def test_a_missing_section_is_added_with_the_line_endings_of_the_file() -> None:
    text = append_entry("b:\r\n  show: [x]\r\n", "messages", "Messages", "new")
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: [x]\nb: 1\n", "a: [x, new]\nb: 1\n"),
        ("a:\n  - x  # why\nb: 1\n", "a:\n  - x  # why\n  - new\nb: 1\n"),
        ("a: []\nb: 1\n", "a: [new]\nb: 1\n"),
        ("b: 1\n", "b: 1\na: [new]\n"),
        ("b: 1\r\n", "b: 1\r\na: [new]\r\n"),
    ],
)
def test_an_item_becomes_the_last_one_of_a_list_at_the_top(before: str, after: str) -> None:
    assert append_item(before, "a", "new") == after


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  - b:\n    - id: x\n      t: 1\n    NEW\n",
        "a:\n- b:\n  - {id: x,\n     t: 1}\n  NEW\n# end\n",
        "a:\n  - b:\n      - id: x\n        t: |\n          1\n\n          2\n      NEW\n\n\nc: 1\n",
        "a:\n  - b:\n    - id: x # why\n    NEW\nc: 1",
        "a:\r\n- b:\r\n  - id: x\r\n  NEW\r\n",
        "a:\n  - b:\n    - id: x\n  - b:\n    - id: y\n    NEW\n",
    ],
)
def test_a_block_follows_the_last_one_of_the_last_list(text: str) -> None:
    before = re.sub(r"^ *NEW\r?\n", "", text, flags=re.M)
    line_end = "\r\n" if "\r" in text else "\n"
    after = re.sub("( *)NEW", rf"\1- id: new{line_end}\1  t: 2", text)
    assert append_block(before, "- id: new\n  t: 2\n", "a", "b") == after


def test_an_entry_of_a_file_follows_the_last_one() -> None:
    before = "# Sources.\nx:\n  says: >\n    one\n    two\n# end\n"
    after = "# Sources.\nx:\n  says: >\n    one\n    two\nnew:\n  says: 2\n# end\n"
    assert append_block(before, "new:\n  says: 2\n") == after


@pytest.mark.parametrize("text", ["a: [{id: x}]\n", "a: []\n", "b: 1\n", "a: text\n"])
def test_a_list_that_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="on lines of its own"):
        append_block(text, "- id: new", "a")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\nb: 2\n", "a: new\nb: 2\n"),
        ('a: "1"  # why\nb: 2\n', "a: new  # why\nb: 2\n"),
        ("a: >\n  1\n  2\nb: 2\n", "a: new\nb: 2\n"),
        ("b: 2", "b: 2\na: new\n"),
    ],
)
def test_a_field_gets_another_value_in_its_place_or_at_the_end(before: str, after: str) -> None:
    assert set_field(before, "a", "new") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "  a: 1\n  d:\n    - x: 1\n      y: 2\n  e: 3\n",
            "  a: 1\n  # d:\n  #   - x: 1\n  #     y: 2\n  e: 3\n",
        ),
        ("  d: {x: 1}\n", "  # d: {x: 1}\n"),
        ("  a: 1\n  d: 1", "  a: 1\n  # d: 1"),
        ("  {d: 1}\n", "  {d: 1}\n"),
        ("  a: 1\n", "  a: 1\n"),
        ("  a: 1\nd: 1\n", "  a: 1\nd: 1\n"),
    ],
)
def test_a_field_of_a_block_becomes_a_comment(before: str, after: str) -> None:
    assert comment_out(f"h:\n{before}", "h", "d") == f"h:\n{after}"
