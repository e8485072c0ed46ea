"""The whole site is written at once, and what's remembered of it is enough to write a page of it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from markupsafe import Markup

from generator.build import load_checked
from generator.engine.files import walk
from generator.problems import ContentError
from generator.project import Project
from generator.publish.built import BuiltSite
from generator.publish.finish import Finisher
from generator.publish.links import LinkCheck
from generator.publish.new_site import NewSite, short_digest
from generator.publish.offline_copy import is_page_file
from generator.publish.write_site import write_pages, write_site
from generator.site import search_index
from generator.site.frames import Frames
from generator.site.stage import Stage
from tests.support.loops import every
from tests.support.own_template import own_template
from tests.support.without_pdfs import ENGLISH, stage_without_pdfs

ONE = "principles/ask-first/"


@dataclass
class Written:
    """The site of the small guide, without PDFs."""

    stage: Stage
    folder: Path
    built: BuiltSite
    hashes: frozenset[str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Written:
    place = tmp_path_factory.mktemp("written")
    project = Project.at(copy_small_guide(place / "guide"))
    staged = stage_without_pdfs(load_checked(project), project)
    (place / "site").mkdir()
    made = write_site(staged, project.templates, ENGLISH, place / "site", None)
    return Written(staged, place / "site", *made)


def test_every_page_and_every_file_of_the_project_is_written(written: Written) -> None:
    names = {*walk(written.folder)}
    assert {f"{page.address}index.html" for page in written.stage.pages} < names
    assert {*written.stage.files} < names
    assert {"404.html", "sw.js", "sitemap.xml", *search_index.FILES} < names
    assert written.hashes


def test_what_is_remembered_of_each_file_is_what_was_published(written: Written) -> None:
    """The page about reading offline, too, which is written again once the weight of the site is clear."""
    files = {name for name in walk(written.folder) if is_page_file(name)}
    assert files <= {*written.built.digests}
    for name, digest in every(written.built.digests.items()):
        data = (written.folder / name).read_bytes()
        assert (digest, written.built.sizes[name]) == (short_digest(data), len(data)), name


def test_the_index_on_the_site_is_the_one_that_is_remembered(written: Written) -> None:
    index = search_index.index_files(written.built.search, written.built.entries)
    for name, data in every(index.items()):
        assert (written.folder / name).read_bytes() == data
    assert len(json.loads(index[search_index.WHOLE])["docs"]) > len(written.built.pages)


def test_what_each_page_read_of_the_guide_is_remembered(written: Written) -> None:
    reads = {address: {*page.reads} for address, page in written.built.pages.items()}
    assert [*reads] == [page.address for page in written.stage.pages]
    assert (ONE, "practices") in reads[ONE]
    assert (ONE, "summary") in reads["principles/"]
    assert (ONE, "practices") not in reads["principles/"]
    assert not {read for read in reads["changes/"] if read[0] == ONE}


def again(written: Written, folder: Path, html: str = "") -> tuple[NewSite, BuiltSite]:
    """Write one page again, with other content if that's given, without opening the theme."""
    staged, built = written.stage, written.built
    (page,) = (page for page in staged.pages if page.address == ONE)
    made = replace(page, render=lambda: Markup(html)) if html else page
    finisher = Finisher(Frames(None, staged.pages, built.frames))
    ids = {f"{address}index.html": page.ids for address, page in built.pages.items()}
    links = LinkCheck([*walk(written.folder)], staged.guide.site.url, ids)
    site = NewSite(folder, finisher, links, None, built)
    pages = dict(write_pages(staged, [made], site, finisher, ENGLISH))
    return site, built._replace(pages={**built.pages, **pages}, digests=site.digests, sizes=site.sizes)


def test_a_page_written_again_from_what_is_remembered_has_the_same_bytes(
    written: Written, tmp_path: Path
) -> None:
    site, built = again(written, tmp_path)
    assert [*walk(tmp_path)] == [f"{ONE}index.html"]
    name = f"{ONE}index.html"
    assert (tmp_path / name).read_bytes() == (written.folder / name).read_bytes()
    assert (built, list(site.problems())) == (written.built, [])


def test_a_page_written_again_with_other_content_changes_only_what_is_remembered_of_it(
    written: Written, tmp_path: Path
) -> None:
    _, built = again(written, tmp_path, '<div class="guide"><h1 id="new">New</h1><p>Words</p></div>')
    before, name = written.built, f"{ONE}index.html"
    assert {one for one in built.digests if built.digests[one] != before.digests[one]} == {name}
    assert {one for one in built.sizes if built.sizes[one] != before.sizes[one]} == {name}
    assert {one for one in built.pages if built.pages[one] != before.pages[one]} == {ONE}
    assert b"Words" in built.pages[ONE].entries
    assert "new" in built.pages[ONE].ids


def test_a_link_to_a_missing_id_on_a_page_written_again_is_found_although_only_that_page_is_there(
    written: Written, tmp_path: Path
) -> None:
    html = '<div id="content"><a href="../../sources/#gone">x</a><a href="../../start/">y</a></div>'
    site, _ = again(written, tmp_path, html)
    (problem,) = site.problems()
    assert (problem.location.file, problem.rule) == (f"{ONE}index.html", "broken-link")
    assert "../../sources/#gone" in problem.message


def test_an_error_in_the_template_of_one_page_stops_the_whole_site(small_guide: Path, tmp_path: Path) -> None:
    """Pages are rendered as they're written."""
    template = own_template(small_guide, "pages/glossary.html.j2")
    template.write_text(template.read_text("utf-8").replace("glossary.title", "glossary.titel"), "utf-8")
    project = Project.at(small_guide)
    staged = stage_without_pdfs(load_checked(project), project)
    (tmp_path / "out").mkdir()
    with pytest.raises(ContentError) as error:
        write_site(staged, project.templates, ENGLISH, tmp_path / "out", None)
    (problem,) = error.value.problems
    assert problem.location.file == "templates/pages/glossary.html.j2"
    assert "did you mean “title”?" in problem.message + problem.fix
