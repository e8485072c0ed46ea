"""`advice check --explain` shows a wrong and a right example for every rule."""

from __future__ import annotations

import pytest

from generator.cli.check import STORIES, WITHOUT_STORY, explain, rules
from generator.problems import Refusal


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


def test_a_misspelled_rule_gets_a_suggestion() -> None:
    with pytest.raises(Refusal, match="Did you mean “bad-id”"):
        explain("bad-ids")


def test_an_unknown_name_gets_the_list_of_all_rules() -> None:
    with pytest.raises(Refusal, match="The rules are alias, anchor, "):
        explain("qqqqqq")
