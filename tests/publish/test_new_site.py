"""Pages that share a frame are checked, protected and rewritten as if each had been read as a whole."""

from __future__ import annotations

import gc
import json
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from generator.build import load_checked
from generator.downloads.archive import Archive
from generator.layers import Layers
from generator.problems import ContentError
from generator.project import Project
from generator.publish.finish import Finisher
from generator.publish.html import read_body, read_page
from generator.publish.links import LinkCheck
from generator.publish.new_site import NewSite, short_digest
from generator.publish.offline_copy import OfflineCopy
from generator.site.frames import Frames
from tests.support.loops import every
from tests.support.own_template import own_template
from tests.support.paths import ROOT
from tests.support.without_pdfs import add, build_without_pdfs

POLICY = re.compile(
    r'<meta http-equiv="content-security-policy" content="([^"]*)"><meta name="referrer"[^>]*>'
)
PRINCIPLES = ("ask-first", "say-what-you-saw")

START = "{% block content %}"
"""Where the content of a page starts in its template."""


def pages(site: Path) -> Mapping[str, str]:
    """Return the HTML of each page by its name."""
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def problems(folder: Path, out: Path) -> list[tuple[str, str, str]]:
    """Return the file, the rule and the message of each problem of the site."""
    with pytest.raises(ContentError) as error:
        build_without_pdfs(folder, out)
    return [(problem.location.file, problem.rule, problem.message) for problem in error.value.problems]


def test_every_page_has_the_policy_for_its_own_scripts(small_site: Path) -> None:
    header = (small_site / "_headers").read_text("utf-8")
    for name, html in every(pages(small_site).items()):
        (policy,) = POLICY.findall(html)
        hashes = set(re.findall(r"'(sha256-[^']*)'", policy))
        assert hashes == read_page(html).scripts, name
        assert all(one in header for one in hashes), name


def test_every_page_of_the_offline_edition_is_the_page_rewritten(small_site: Path, small_guide: Path) -> None:
    (edition,) = small_site.glob("offline/*.zip")
    names = [path.relative_to(small_site).as_posix() for path in small_site.rglob("*") if path.is_file()]
    guide = load_checked(Project.at(small_guide))
    with ZipFile(edition) as archive:
        copy = OfflineCopy(None, names, guide, Layers(ROOT / "templates"))  # type: ignore[arg-type]
        for name, html in every(pages(small_site).items()):
            if copy.has(name):
                offline = archive.read(f"{edition.stem}/{name}").decode()
                assert offline == copy.frame(name, POLICY.sub("", html)), name
        assert not [name for name in archive.namelist() if name.endswith("/offline.js")]  # no page needs it


def test_scripts_of_a_page_that_another_process_made_are_bundled(small_guide: Path, tmp_path: Path) -> None:
    """Or the page would load a script that browsers don't load from a disk."""
    guide, names = load_checked(Project.at(small_guide)), ("index.html", "assets/own.js")
    html = '<head><meta charset="utf-8"></head><script type="module" src="assets/own.js"></script>'
    with ZipFile(tmp_path / "edition.zip", "w") as file:
        archive = Archive(file, "edition", b"", guide.outline.updated)
        there, here = (OfflineCopy(archive, names, guide, Layers(ROOT / "templates")) for _ in range(2))
        frames = Frames(None, ())
        page = pickle.loads(pickle.dumps(Finisher(frames, there).whole("index.html", html)))
        assert here.has("assets/own.js")
        NewSite(tmp_path, Finisher(frames, here), LinkCheck(names, ""), here).add_page(page, None)
        assert not here.has("assets/own.js")


def test_the_service_worker_knows_each_file_as_it_was_published(small_site: Path) -> None:
    list_ = json.loads((small_site / "sw.js").read_text("utf-8").partition("LIST=")[2].partition(";\n")[0])
    for address, digest in every(list_["files"].items()):
        path = small_site / address
        data = (path / "index.html" if path.is_dir() else path).read_bytes()
        assert short_digest(data) == digest, address


@pytest.mark.parametrize("attribute", ['style="color: red"', 'onclick="go()"'])
def test_what_browsers_would_ignore_in_a_frame_stops_the_build(
    attribute: str, small_guide: Path, tmp_path: Path
) -> None:
    changed(own_template(small_guide, "site/theme/partials/footer.html"), "<footer", f"<footer {attribute}")
    found = problems(small_guide, tmp_path / "out")
    assert {rule for _, rule, _ in found} == {"blocked"}
    assert {file for file, *_ in found} >= {"index.html", "principles/ask-first/index.html", "404.html"}


def test_what_browsers_would_ignore_in_one_page_stops_the_build(small_guide: Path, tmp_path: Path) -> None:
    changed(
        own_template(small_guide, "pages/principle.html.j2"), START, f'{START}<p style="color: red">x</p>'
    )
    found = problems(small_guide, tmp_path / "out")
    assert [(file, rule) for file, rule, _ in found] == [
        (f"principles/{name}/index.html", "blocked") for name in PRINCIPLES
    ]


def test_a_script_in_one_page_is_in_its_policy_and_in_the_header(small_guide: Path, tmp_path: Path) -> None:
    changed(own_template(small_guide, "pages/sources.html.j2"), "</h1>", "</h1><script>go()</script>")
    site = build_without_pdfs(small_guide, tmp_path / "out")
    (script,) = read_page("<script>go()</script>").scripts
    assert [name for name, html in pages(site).items() if script in html] == ["sources/index.html"]
    assert script in (site / "_headers").read_text("utf-8")


def test_an_id_of_the_frame_that_is_also_in_a_page_is_found(small_guide: Path, tmp_path: Path) -> None:
    """On the second page with this frame, too, of which only the content is read."""
    changed(own_template(small_guide, "site/theme/partials/footer.html"), "<footer", '<footer id="twice"')
    changed(own_template(small_guide, "pages/principle.html.j2"), START, f'{START}<p id="twice">x</p>')
    assert [(file, rule) for file, rule, _ in problems(small_guide, tmp_path / "out")] == [
        (f"principles/{name}/index.html", "id-twice") for name in PRINCIPLES
    ]


def test_a_broken_link_in_a_frame_is_found(small_guide: Path, tmp_path: Path) -> None:
    changed(
        own_template(small_guide, "site/theme/partials/footer.html"), "<footer", '<a href="/x/">x</a><footer'
    )
    found = problems(small_guide, tmp_path / "out")
    assert {rule for _, rule, _ in found} == {"broken-link"}
    assert "principles/ask-first/index.html" in {file for file, *_ in found}


def test_a_text_that_looks_like_a_hole_is_not_filled(small_guide: Path, tmp_path: Path) -> None:
    page = yaml.safe_load((small_guide / "content/principles/ask-first.yml").read_text("utf-8"))
    add(small_guide, "principles/ask-first.yml", page | {"title": "Ask \\1 {{ title }} $content"})
    html = build_without_pdfs(small_guide, tmp_path / "out") / "principles/ask-first/index.html"
    assert "Ask \\1 {{ title }} $content</h1>" in html.read_text("utf-8")


def test_nothing_of_a_page_stays_in_memory_once_it_is_read() -> None:
    """A command never collects garbage, so what refers to itself would stay until the command ends."""

    def sections() -> int:
        return sum(type(one).__name__ == "Section" for one in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = sections()
        assert len(read_body("<h2 id=a>A</h2><p>x</p><h2 id=b>B</h2>").sections) == 3
        assert sections() == before
    finally:
        gc.enable()
