"""How mistakes are told to people, to GitHub and to programs."""

from __future__ import annotations

import json

from generator.problems import Place, Problem
from generator.report import report

SLIP = Problem(
    Place("content/principles/patience.yml", 12, 12, 5, "  sources: [turnr]"),
    "unknown-source",
    "no source is called “turnr”",
    "did you mean “turner”?",
)


def test_a_person_sees_place_line_mark_and_fix() -> None:
    assert report([SLIP], ending="Nothing was published.") == (
        "content/principles/patience.yml:12:12: error: no source is called “turnr” [unknown-source]\n"
        "   12 |   sources: [turnr]\n"
        "      |            ^^^^^\n"
        "  fix: did you mean “turner”?\n"
        "\n"
        "1 error. Nothing was published."
    )


def test_many_mistakes_in_one_file_are_counted_not_poured_out() -> None:
    many = [Problem(Place("a.yml", line), "rule", "wrong") for line in range(1, 26)]
    told = report([*many, SLIP])
    assert told.count("a.yml:") == 21
    assert "a.yml: … and 5 more" in told
    assert told.endswith("26 errors.")


def test_a_line_of_the_authors_cannot_pass_for_a_command_of_a_build_service() -> None:
    sly = Problem(Place("a.yml", 1, 1, 1, "::set-output name=x::\x1b[31m"), "rule", "wrong\n::error::x")
    assert not any(line.startswith("::") for line in report([sly]).splitlines())
    assert "\x1b" not in report([sly])
    assert report([sly], "github").count("\n") == 0


def test_github_gets_one_annotation_for_each_mistake() -> None:
    assert report([SLIP], "github") == (
        "::error file=content/principles/patience.yml,line=12,col=12,endColumn=17,title=unknown-source"
        "::no source is called “turnr”%0Afix: did you mean “turner”?"
    )


def test_signs_that_github_reads_are_escaped() -> None:
    odd = Problem(Place("a,b:c.yml"), "rule", "100% wrong")
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
            "rule": "unknown-source",
            "message": "no source is called “turnr”",
            "fix": "did you mean “turner”?",
        }
    ]
