"""The last lines of a build say what was made, where it is, and how to read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.engine.build_result import BuildResult, summary


@pytest.mark.parametrize(
    ("up_to_date", "first_line"),
    [
        (False, "Built 7 pages and 9 printable sheets in 1.3 s."),
        (True, "Nothing changed: 7 pages and 9 printable sheets."),
    ],
)
def test_a_build_ends_with_what_it_made_and_how_to_read_it(
    up_to_date: bool, first_line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = BuildResult(tmp_path / "our site", "https://x.example/", 7, 9, 1.26, (), {})
    assert summary(result, up_to_date) == (
        f"{first_line}\nThe site is in our site. To read it, run "
        "python3 -m http.server --directory 'our site' and open http://localhost:8000/"
    )


def test_a_build_is_new_unless_it_is_said_to_be_up_to_date(tmp_path: Path) -> None:
    assert summary(BuildResult(tmp_path, "https://x.example/", 7, 9, 1.26, (), {})).startswith("Built ")
