"""How problems are reported to people, to GitHub and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import pytest

from generator.cli.report import MOST_IN_A_FILE, WIDTH, Format, report
from generator.problems import ContentError, Location, Problem

SLIP = Problem(
    Location("content/principles/patience.yml", 12, 12, 5, "  sources: [turnr]"),
    "unknown-source",
    "no source is called “turnr”",
    "did you mean “turner”?",
)

DOUBT = Problem(
    Location("content/start.yml", 3, 9, 3, "    and the the"),
    "doubled-word",
    "“the” appears twice in a row",
    severity="warning",
)


def test_a_report_shows_place_line_underline_and_fix() -> None:
    assert report([SLIP], ending="Nothing was published.") == (
        "content/principles/patience.yml:12:12: error: no source is called “turnr” [unknown-source]\n"
        "   12 |   sources: [turnr]\n"
        "      |            ^^^^^\n"
        "  fix: did you mean “turner”?\n"
        "\n"
        "1 error. Nothing was published."
    )


def test_a_warning_is_marked_as_one_in_every_format() -> None:
    assert report([DOUBT]).splitlines()[0] == (
        "content/start.yml:3:9: warning: “the” appears twice in a row [doubled-word]"
    )
    assert report([DOUBT], "github").startswith("::warning file=content/start.yml,line=3,col=9,")
    assert [reported["severity"] for reported in json.loads(report([SLIP, DOUBT], "json"))] == [
        "error",
        "warning",
    ]


@pytest.mark.parametrize(
    ("problems", "last"),
    [
        ([SLIP], "1 error."),
        ([DOUBT], "1 warning."),
        ([SLIP, DOUBT, replace(DOUBT, rule="x")], "1 error, 2 warnings."),
    ],
)
def test_the_last_line_counts_errors_and_warnings(problems: list[Problem], last: str) -> None:
    assert report(problems).splitlines()[-1] == last


def test_warnings_never_hide_an_error() -> None:
    doubts = [
        Problem(Location("a.yml", line), "rule", f"odd {line}", severity="warning") for line in range(1, 60)
    ]
    error = Problem(Location("a.yml", 60), "rule", "wrong")
    reported = report([*doubts, error])
    assert "a.yml:60:1: error: wrong" in reported
    assert reported.count(": warning: ") == MOST_IN_A_FILE - 1
    assert f"a.yml: … and {60 - MOST_IN_A_FILE} more" in reported
    assert reported.endswith("1 error, 59 warnings.")


def test_errors_come_before_warnings_in_any_file() -> None:
    error = Problem(Location("z.yml"), "rule", "wrong")
    problems = ContentError([DOUBT, replace(DOUBT, location=Location("a.yml")), error]).problems
    assert [problem.location.file for problem in problems] == ["z.yml", "a.yml", DOUBT.location.file]
    assert report(problems).startswith("z.yml:1:1: error: wrong")


@pytest.mark.parametrize("column", [1, 50, 50_000, 99_991, 100_000])
def test_a_long_line_is_shown_around_the_mistake(column: int) -> None:
    excerpt = "".join(f"{number:>9}." for number in range(10_000))
    place = Location("a.yml", 7, column, 10, excerpt)
    _, line, marks, *_ = report([Problem(place, "rule", "wrong")]).splitlines()
    assert len(line) < WIDTH + 15
    start, end = marks.index("^"), marks.rindex("^") + 1
    assert line[start:end] == excerpt[column - 1 : column + 9]
    assert line.endswith("…") == (column < 99_000)


@pytest.mark.parametrize("format", get_args(Format))
def test_a_long_text_that_a_message_quotes_is_cut(format: Format) -> None:
    long = Problem(Location("a.yml"), "rule", f"“{'x' * 90_000}” isn’t one of the choices", "shorten “it”")
    reported = report([long], format)
    assert len(reported) < 500
    assert "isn’t one of the choices" in reported
    assert "shorten “it”" in reported


def test_many_errors_in_one_file_are_counted_not_all_printed() -> None:
    many = [Problem(Location("a.yml", line), "rule", f"wrong {line}") for line in range(1, 26)]
    reported = report([*many, SLIP])
    assert reported.count("a.yml:") == 21
    assert "a.yml: … and 5 more" in reported
    assert reported.endswith("26 errors.")


@pytest.mark.parametrize(
    ("lines", "reported"),
    [
        ([1], []),
        ([1, 1], []),
        ([1, 7], ["  also on line 7"]),
        ([1, 7, 9, 9, 12], ["  also on lines 7, 9 and 12"]),
        (range(1, 40), [f"  also on lines {', '.join(map(str, range(2, 22)))} and 18 more"]),
    ],
)
def test_the_same_error_in_a_file_is_reported_once_with_its_lines(
    lines: Iterable[int], reported: list[str]
) -> None:
    same = [Problem(Location("a.yml", line), "rule", "wrong", "fix it") for line in lines]
    first, *rest = report([*same, SLIP]).splitlines()
    assert first == "a.yml:1:1: error: wrong [rule]"
    assert rest[0] == "  fix: fix it"
    assert rest[1 : rest.index("")] == reported


def test_text_in_a_guide_cannot_act_as_a_workflow_command() -> None:
    sly = Problem(Location("a.yml", 1, 1, 1, "::set-output name=x::\x1b[31m"), "rule", "wrong\n::error::x")
    assert not any(line.startswith("::") for line in report([sly]).splitlines())
    assert "\x1b" not in report([sly])
    assert report([sly], "github").count("\n") == 0


def test_github_gets_one_annotation_for_each_error() -> None:
    assert report([SLIP], "github") == (
        "::error file=content/principles/patience.yml,line=12,col=12,endColumn=17,title=unknown-source"
        "::no source is called “turnr”%0Afix: did you mean “turner”?"
    )


def test_characters_that_github_interprets_are_escaped() -> None:
    odd = Problem(Location("a,b:c.yml"), "rule", "100% wrong")
    assert report([odd], "github") == (
        "::error file=a%2Cb%3Ac.yml,line=1,col=1,endColumn=2,title=rule::100%25 wrong"
    )


def test_programs_get_json() -> None:
    assert json.loads(report([SLIP], "json")) == [
        {
            "file": "content/principles/patience.yml",
            "line": 12,
            "column": 12,
            "length": 5,
            "severity": "error",
            "rule": "unknown-source",
            "message": "no source is called “turnr”",
            "fix": "did you mean “turner”?",
        }
    ]
