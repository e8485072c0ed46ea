"""Adding an entry to a list in a YAML file changes nothing else in it."""

from __future__ import annotations

import pytest
import yaml

from generator.cli.yaml_edit import append_entry


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


def test_a_missing_section_is_added_with_the_line_endings_of_the_file() -> None:
    text = append_entry("b:\r\n  show: [x]\r\n", "messages", "Messages", "new")
    assert text.count("\n") == text.count("\r\n")
