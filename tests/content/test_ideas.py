"""Every idea of the two source articles is somewhere in the guide, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from generator.load.loader import load
from generator.model.guide import Guide
from generator.project import Project
from tests.support.paths import ROOT

HERE = Path(__file__).parent

ALL_IDEAS = [
    f"{letter}{number}"
    for letter, count in {"F": 4, "P": 5, "G": 5, "H": 6, "C": 5, "I": 6}.items()
    for number in range(1, count + 1)
]

Idea = TypedDict("Idea", {"says": str, "carried-by": list[str]})

IDEAS = cast(dict[str, Idea], yaml.safe_load((HERE / "ideas.yml").read_text("utf-8")))


def parts(guide: Guide) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each part of the guide that can contain an idea, with the sources cited there."""
    for principle in guide.principles.values():
        yield f"principles/{principle.id}#why", principle.why.from_
        yield f"principles/{principle.id}#instead", ()
        yield f"principles/{principle.id}#example", ()
        for practice in principle.practices:
            yield f"principles/{principle.id}#{practice.id}", practice.from_
    for checklist in guide.checklists.values():
        for item in checklist.items:
            yield f"checklists/{checklist.id}#{item.id}", item.from_
    for message in guide.messages.values():
        yield f"messages/{message.id}#letter", message.from_
    for question in guide.questions.questions if guide.questions else ():
        yield f"questions#{question.id}", question.from_
    for page in guide.pages.values():
        for passage in page.passages:
            yield f"pages/{page.id}#{passage.id}", passage.from_


@pytest.fixture(scope="module")
def guide() -> Guide:
    loaded = load(Project.at(ROOT)).guide
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def cited(guide: Guide) -> dict[str, tuple[str, ...]]:
    return dict(parts(guide))


def test_all_ideas_are_listed() -> None:
    assert list(IDEAS) == ALL_IDEAS


@pytest.mark.parametrize("id", ALL_IDEAS)
def test_an_idea_is_where_the_list_says(id: str, cited: dict[str, tuple[str, ...]]) -> None:
    places = IDEAS[id]["carried-by"]
    assert places
    assert [place for place in places if place not in cited] == []


@pytest.mark.parametrize("id", ALL_IDEAS)
def test_an_idea_cites_a_source_article(id: str, guide: Guide, cited: dict[str, tuple[str, ...]]) -> None:
    sources = {source for place in IDEAS[id]["carried-by"] for source in cited[place]}
    assert any(guide.sources[source].kind == "source article" for source in sources)
