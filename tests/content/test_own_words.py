"""The guide explains the ideas of the two source articles in its own words.

The articles are not ours to publish, so own_words/runs.txt holds only a short hash of each run of
seven words in them: the sorted `fingerprint`s of the `runs` of both texts, one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from tests.support.paths import ROOT

HERE = Path(__file__).parent
CONTENT = ROOT / "content"
RUNS = frozenset((HERE / "own_words" / "runs.txt").read_text("ascii").split())

LENGTH = 7
"""Words in a row that count as copied."""

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LINK_TARGET = re.compile(r"(?<=\])\([^)]*\)")


def runs(text: str) -> Iterator[str]:
    """Yield every run of words in `text`: in lowercase, without punctuation and link targets."""
    words = WORD.findall(LINK_TARGET.sub("", text).replace("’", "'").lower())
    for start in range(len(words) - LENGTH + 1):
        yield " ".join(words[start : start + LENGTH])


def fingerprint(run: str) -> str:
    return sha256(run.encode()).hexdigest()[:12]


def copied_runs(text: str, fingerprints: frozenset[str] = RUNS) -> list[str]:
    """Return the runs of `text` that are among the `fingerprints`."""
    return [run for run in runs(text) if fingerprint(run) in fingerprints]


def texts(file: Path) -> Iterator[str]:
    """Yield every value and key of a YAML file."""
    for event in yaml.parse(file.read_text("utf-8"), Loader=yaml.SafeLoader):
        if isinstance(event, yaml.ScalarEvent):
            yield event.value


FILES = sorted(CONTENT.rglob("*.yml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(CONTENT).as_posix())
def test_no_seven_words_in_a_row_come_from_an_article(file: Path) -> None:
    assert [run for text in texts(file) for run in copied_runs(text)] == []


def test_there_is_something_to_compare() -> None:
    lines = (HERE / "own_words" / "runs.txt").read_text("ascii").splitlines()
    assert len(lines) > 500
    assert lines == sorted(set(lines))
    assert all(re.fullmatch("[0-9a-f]{12}", line) for line in lines)
    assert FILES


def test_a_run_is_found_whatever_is_between_its_words() -> None:
    fingerprints = frozenset(map(fingerprint, runs("Don't hurry a pot of good tea")))
    assert len(fingerprints) == 1
    assert copied_runs(
        "Please: DON’T hurry\n  [a pot](principles/patience), of *good* tea. Wait.", fingerprints
    ) == ["don't hurry a pot of good tea"]


def test_fewer_words_in_a_row_are_allowed() -> None:
    fingerprints = frozenset(map(fingerprint, runs("Don't hurry a pot of good tea")))
    assert copied_runs("Hurry a pot of good tea", fingerprints) == []
