"""A link of the guide is shown by the title of what it leads to."""

from __future__ import annotations

import pytest

from generator.build import load_checked
from generator.pages.titles import title_at
from generator.project import Project
from tests.support.paths import GUIDE as FOLDER

GUIDE = load_checked(Project.at(FOLDER))


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("principles/ask-first", "Ask before you tell"),
        ("principles/ask-first#one-question", "Ask before you tell"),
        ("pages/why-it-is-hard", "Why it is hard"),
        ("why-it-is-hard", "Why it is hard"),
        ("start", "Find out where to begin"),
        ("tools/contacts", "People I talk with"),
        ("questions#angry", "Questions and doubts"),
        ("glossary#remark", "remark"),
        ("worksheets", "Sheets"),
        ("sources#team-practice", "Sources"),
    ],
)
def test_the_title_of_a_link(link: str, title: str) -> None:
    assert title_at(link, GUIDE) == title
