"""Readers say what isn't clear in a mail or an issue that names the part, and nothing that they wrote."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from generator.build import load_checked
from generator.layers import Layers
from generator.pages.pages import guide_pages
from generator.project import Project
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH

MAIL = "contact: {name: North, mail: talk@north.example}\n"
GITHUB = "repository: {url: https://github.com/north/guide/}\n"
SAYING = "Not clear? Tell us"


def links(folder: Path, settings: str) -> dict[str, list[str]]:
    """Return where readers can say that something isn't clear, by the address of the page."""
    config = folder / "site_config.yml"
    config.write_text(config.read_text("utf-8") + settings, "utf-8")
    guide = load_checked(Project.at(folder))
    pages = guide_pages(guide, {}, environment(Layers(ROOT / "templates"), ENGLISH))
    found = {}
    for page in pages:
        shown = html.fromstring(f"<div>{page.render()}</div>").iter("a")
        if hrefs := [str(one.get("href")) for one in shown if (one.text or "").startswith(SAYING)]:
            found[page.address] = hrefs
    return found


@pytest.mark.parametrize(
    "settings", ["", "contact: {name: North, phone: 555 0100}\n", f"{MAIL}feedback: none\n"]
)
def test_without_an_address_no_one_is_asked(small_guide: Path, settings: str) -> None:
    assert links(small_guide, settings) == {}


def test_a_mail_names_the_part_its_address_and_the_version(small_guide: Path) -> None:
    found = links(small_guide, MAIL)
    assert {*found} == {
        *("principles/ask-first/", "principles/say-what-you-saw/"),
        *("checklists/before-the-talk/", "worksheets/one-talk/"),
    }
    assert [len(found[f"{page}/"]) for page in ("checklists/before-the-talk", "worksheets/one-talk")] == [
        4,
        1,
    ]
    mail = urlsplit(found["checklists/before-the-talk/"][0])
    assert (mail.scheme, mail.path) == ("mailto", "talk@north.example")
    assert "+" not in mail.query
    written = parse_qs(mail.query, strict_parsing=True)
    assert written == {
        "subject": ["Not clear: checklists/before-the-talk#one-thing"],
        "body": [
            "I know the one thing that I want to say\r\n"
            "https://feedback.internal/guide/checklists/before-the-talk/#one-thing\r\n"
            "Version: November 22, 2026\r\n\r\nWhat isn’t clear:\r\n"
        ],
    }


def test_an_issue_has_its_form_filled_in(small_guide: Path) -> None:
    found = links(small_guide, f"{MAIL}{GITHUB}feedback: issues\n")
    issue = urlsplit(found["worksheets/one-talk/"][0])
    assert f"{issue.scheme}://{issue.netloc}{issue.path}" == "https://github.com/north/guide/issues/new"
    assert parse_qs(issue.query, strict_parsing=True) == {
        "template": ["not-right.yml"],
        "title": ["Not clear: worksheets/one-talk"],
        "where": [
            "One talk\nhttps://feedback.internal/guide/worksheets/one-talk/\nVersion: November 22, 2026"
        ],
    }


def test_links_to_say_so_fit_into_an_address(small_guide: Path) -> None:
    for hrefs in every(links(small_guide, MAIL).values()):
        assert all(len(href) < 2000 and not re.search(r"[\s<>\"]", href) for href in hrefs)
