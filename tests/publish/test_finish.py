"""Pages get their frame and their policy, and are published both on the site and in the offline edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from markupsafe import Markup

from generator.build import load_checked
from generator.downloads.archive import Archive
from generator.layers import Layers
from generator.pages.page import NOT_FOUND
from generator.project import Project
from generator.publish.finish import FinishedPage, Finisher, unsafe_problems
from generator.publish.html import script_hash
from generator.publish.offline_copy import OfflineCopy
from generator.site import material
from generator.site.frames import Frames
from generator.site.stage import Stage, StagedPage
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.without_pdfs import stage_without_pdfs

ONE, TWO = "principles/ask-first/", "principles/say-what-you-saw/"
SCRIPT = "<div><h1>Go</h1><h2 id=now>Now</h2><script>go()</script></div>"


@dataclass
class Site:
    """The small guide as a project, with its theme."""

    stage: Stage
    frames: Frames

    def finisher(self, offline: bool = True) -> Finisher:
        names = [f"{page.address}index.html" for page in self.stage.pages]
        nowhere = cast(Archive, None)
        copy = OfflineCopy(nowhere, names, self.stage.guide, Layers(ROOT / "templates"))
        return Finisher(self.frames, copy if offline else None)

    def page(self, address: str, html: str = "") -> StagedPage:
        """Return a page of the guide, or one in its place with other content."""
        (found,) = (page for page in self.stage.pages if page.address == address)
        return self.stage.staged(replace(found, render=lambda: Markup(html)) if html else found)

    def finished(self, address: str, html: str = "", offline: bool = True) -> FinishedPage:
        return self.finisher(offline).page(self.page(address, html))


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Iterator[Site]:
    project = Project.at(copy_small_guide(tmp_path_factory.mktemp("finish") / "guide"))
    guide = load_checked(project)
    staged = stage_without_pdfs(guide, project)
    with material.opened(staged, project.templates, guide.outline.updated) as frames:
        yield Site(staged, frames)


def test_pages_of_a_section_share_what_surrounds_them_and_its_links(site: Site) -> None:
    finisher = site.finisher()
    one, two, start = (finisher.page(site.page(address)) for address in (ONE, TWO, "start/"))
    assert one.frame
    assert one.frame is two.frame
    assert start.frame is not one.frame
    assert "<h1" in one.html
    assert not one.facts.scripts
    assert one.frame.facts.scripts  # Material's, which every page has


def test_a_page_is_the_same_whichever_page_was_first_in_its_frame(site: Site) -> None:
    finisher = site.finisher()
    finisher.page(site.page(TWO))
    again, alone = finisher.page(site.page(ONE)), site.finished(ONE)
    assert (again.html, again.offline) == (alone.html, alone.offline)


def test_a_page_has_one_policy_whether_it_shares_its_frame_or_not(site: Site) -> None:
    for address in every([page.address for page in site.stage.pages]):
        assert site.finished(address).html.count('http-equiv="content-security-policy"') == 1, address


def test_a_page_with_a_script_of_its_own_shares_nothing_and_is_still_found_by_the_search(site: Site) -> None:
    made, hash = site.finished(ONE, SCRIPT), script_hash("go()")
    assert made.frame is None
    assert hash in made.facts.scripts
    assert f"'{hash}'" in made.html
    assert f"'{hash}'" in made.offline
    assert [section.anchor for section in made.sections] == ["", "now"]
    assert not made.is_unsafe


def test_what_only_the_search_needs_is_not_published(site: Site) -> None:
    made = site.finished(ONE, '<div><p data-search-exclude>hidden</p><p data-search-x="1">x</p></div>')
    assert "data-search-x" not in made.html + made.offline
    assert "hidden" not in "".join(section.text for section in made.sections)


def test_pages_are_in_the_offline_edition_with_links_to_files(site: Site) -> None:
    html = f'<div><a href="../../{TWO}">x</a></div>'
    assert f'href="../../{TWO}"' in site.finished(ONE, html).html
    assert f'href="../../{TWO}index.html"' in site.finished(ONE, html).offline


def test_a_guide_without_an_offline_edition_makes_no_pages_for_it(site: Site) -> None:
    assert site.finished(ONE, offline=False).offline == ""
    assert site.finished(ONE, SCRIPT, offline=False).offline == ""


def test_the_edition_has_neither_the_page_that_offers_it_nor_that_for_missing_ones(site: Site) -> None:
    finisher = site.finisher()
    assert finisher.page(site.page("offline/")).offline == ""
    assert finisher.whole(NOT_FOUND, site.finished("start/").html).offline == ""


def test_a_page_with_a_style_of_its_own_is_unsafe_and_the_problem_names_its_line(site: Site) -> None:
    made = site.finished(ONE, '<div><p style="color: red">x</p></div>')
    assert made.is_unsafe
    (problem,) = unsafe_problems([made.name], lambda name: made.html)
    assert (problem.location.file, problem.rule) == (made.name, "blocked")
    assert 'style="color: red"' in made.html.splitlines()[(problem.location.line or 0) - 1]


def test_every_page_in_an_unsafe_frame_is_unsafe(site: Site) -> None:
    site.finished(ONE)
    unsafe = {key: html.replace("<body", '<body onload="go()"') for key, html in site.frames.html.items()}
    finisher = Finisher(Frames(None, site.stage.pages, unsafe))
    assert [finisher.page(site.page(address)).is_unsafe for address in (ONE, TWO)] == [True, True]
