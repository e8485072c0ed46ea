"""A link of the guide is shown by the title of what it leads to."""

from __future__ import annotations

import pytest

from generator.pages.titles import title_at
from tests.support.loaded import guide_of_tests

GUIDE = guide_of_tests()


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
