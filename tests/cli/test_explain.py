"""`advice check --explain` shows a wrong and a right example for every rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import check
from generator.cli.check import STORIES, WITHOUT_STORY, explain, rules
from generator.problems import Refusal
from tests.support.loops import every
from tests.support.rules import named_rules


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule not in WITHOUT_STORY])
def test_a_rule_is_explained_with_a_wrong_and_a_right_example(rule: str) -> None:
    name, meaning, *rest = explain(rule).splitlines()
    assert name == rule
    assert len(meaning) > 30
    wrong, reported, right = (
        rest.index(part) for part in (first(rest), "You’ll see:", "Write this instead:")
    )
    assert wrong < reported < right
    assert any(f"[{rule}]" in line for line in rest[reported:right])
    assert "".join(rest[right + 1 :]).strip()


def first(lines: list[str]) -> str:
    return next(line for line in lines if line.startswith("If ") and line.endswith(" contains:"))


def test_the_rules_are_those_with_stories() -> None:
    stories = {path.stem.partition("--")[0] for path in STORIES.glob("*.yml")}
    assert stories | set(WITHOUT_STORY) == set(rules())
    assert stories & set(WITHOUT_STORY) == set()


@pytest.mark.parametrize("rule", WITHOUT_STORY)
def test_a_rule_without_a_story_is_explained_in_one_sentence(rule: str) -> None:
    name, *meaning = explain(rule).splitlines()
    assert name == rule
    assert " ".join(meaning) == WITHOUT_STORY[rule]


def test_every_rule_that_can_be_reported_is_explained() -> None:
    for rule in every(sorted(named_rules())):
        name, *meaning = explain(rule).splitlines()
        assert name == rule
        assert len(" ".join(meaning)) > 30, rule


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("means: A page is lonely.\nchange: []\n", "A page is lonely."),
        ("change: []\n", "This rule has no explanation yet."),
    ],
)
def test_a_story_that_is_being_written_is_explained_without_an_example(
    story: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lonely-page.yml").write_text(story, "utf-8")
    monkeypatch.setattr(check, "STORIES", tmp_path)
    assert explain("lonely-page") == f"lonely-page\n{said}"


def test_a_rule_with_stories_of_parts_only_is_explained_by_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lonely-page--sheet.yml").write_text("means: A sheet is lonely.\n", "utf-8")
    monkeypatch.setattr(check, "STORIES", tmp_path)
    assert explain("lonely-page") == "lonely-page\nA sheet is lonely."


def test_a_misspelled_rule_gets_a_suggestion() -> None:
    with pytest.raises(Refusal, match="Did you mean “bad-id”"):
        explain("bad-ids")


def test_an_unknown_name_gets_the_list_of_all_rules() -> None:
    with pytest.raises(Refusal, match="The rules are address-taken, alias, anchor, "):
        explain("qqqqqq")
