"""Zensical makes the same site as MkDocs and Material, byte for byte, and what goes wrong in it is reported.

So every test of the built guide, in Chromium and elsewhere, holds for both.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from importlib.metadata import version
from pathlib import Path

import pytest
from lxml import html

from generator.build import build, load_checked
from generator.load.loader import load
from generator.model.guide import Guide
from generator.problems import ContentError, SystemFailure
from generator.project import Project
from generator.site import zensical
from generator.site.stage import Stage, write
from tests.support.nightly import longer_version_of
from tests.support.paths import REAL_URL, ROOT
from tests.support.snapshot import snapshot
from tests.support.terminal import advice
from tests.support.without_pdfs import stage_without_pdfs, write_pages

HOSTILE = "Ends & “quotes” \"'{{ 7*7 }} {% x %} &lt;i&gt; <b onclick=alert(1)>b</b> **x**{: onclick=y } ./"


@pytest.fixture
def staged(small_guide: Path) -> Stage:
    return stage_of(load_checked(Project.at(small_guide)), small_guide)


def stage_of(guide: Guide, folder: Path) -> Stage:
    return stage_without_pdfs(guide, Project.at(folder))


def with_theme(staged: Stage, change: Callable[[str], str], name: str = "main.html") -> Stage:
    text = staged.theme[name].decode()
    assert change(text) != text
    return replace(staged, theme={**staged.theme, name: change(text).encode()})


def test_what_an_author_wrote_is_the_same_text(staged: Stage, small_guide: Path, tmp_path: Path) -> None:
    guide = load(Project.at(small_guide)).guide
    assert guide
    update = {"title": HOSTILE, "name": HOSTILE, "summary": HOSTILE, "also": (HOSTILE,), "today": HOSTILE}
    guide.principles["ask-first"] = guide.principles["ask-first"].model_copy(update=update)  # type: ignore[index]
    one = write_pages(stage_of(guide, small_guide), tmp_path / "mkdocs")
    two = write_pages(stage_of(guide, small_guide), tmp_path / "zensical", engine="zensical")
    assert snapshot(two) == snapshot(one)
    page = html.parse(str(two / "principles/ask-first/index.html"))
    assert page.xpath("string(//title)") == f"{HOSTILE} - Giving Feedback"
    assert page.xpath("string(//h1)") == HOSTILE
    assert not page.xpath("//@onclick|//main//b")


@longer_version_of(test_what_an_author_wrote_is_the_same_text)
def test_the_whole_guide_has_the_same_bytes(real_site: Path, tmp_path: Path) -> None:
    project = Project.at(real_site.parent.parent, REAL_URL)
    build(project, tmp_path / "site", lambda step: None, engine="zensical")
    assert snapshot(tmp_path / "site") == snapshot(real_site)


def test_its_command_alone_builds_the_project_that_staging_writes(staged: Stage, tmp_path: Path) -> None:
    write(staged.project_files(), tmp_path)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(tmp_path / "mkdocs.yml")]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    for name, heading in {"index.html": "Say it while it helps", "sources/index.html": "Sources"}.items():
        assert f">{heading}</h1>" in (tmp_path / "site" / name).read_text("utf-8")
    assert "We can’t find that page" in unescape((tmp_path / "site/404.html").read_text("utf-8"))


@pytest.mark.parametrize(
    ("broken", "line", "said"),
    [("{% if %}", 1, "syntax error"), ("<p>\n{{ nothing.at.all }}", 2, "undefined value")],
)
def test_an_error_in_the_theme_is_reported_with_its_place(
    staged: Stage, tmp_path: Path, broken: str, line: int, said: str
) -> None:
    other = with_theme(staged, lambda text: f"{broken}{text}", "partials/footer.html")
    with pytest.raises(ContentError) as raised:
        write_pages(other, tmp_path / "out", engine="zensical")
    [problem] = raised.value.problems
    assert problem.location.file == "templates/site/theme/partials/footer.html"
    assert (problem.location.line, problem.rule) == (line, "template")
    assert said in problem.message


def test_anything_else_that_stops_it_is_reported_in_a_line(staged: Stage, tmp_path: Path) -> None:
    settings = json.dumps({**json.loads(staged.settings), "theme": {"name": "unheard-of"}}).encode()
    with pytest.raises(SystemFailure, match=r"Zensical couldn’t build the site from them: .+$") as raised:
        write_pages(replace(staged, settings=settings), tmp_path / "out", engine="zensical")
    assert "\n" not in str(raised.value)


def test_no_page_loses_its_content_silently(staged: Stage, tmp_path: Path) -> None:
    other = with_theme(staged, lambda text: text.replace("{{ page.content | safe }}", ""))
    with pytest.raises(SystemFailure, match=f"The content of {len(staged.pages)} pages"):
        write_pages(other, tmp_path / "out", engine="zensical")


def test_pages_for_frames_are_refused_instead_of_left_out_before_anything_is_typeset(
    small_guide: Path,
) -> None:
    with (small_guide / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("embed: {allowed: [https://courses.example.edu]}\n")
    done = advice("build", "--engine", "zensical", folder=small_guide)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, zensical.FRAMED)
    assert "Typesetting" not in done.stdout + done.stderr


def test_without_the_package_the_command_says_what_to_do(
    small_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zensical, "find_spec", lambda name: None)
    done = advice("build", "--engine", "zensical", folder=small_guide)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, zensical.MISSING)
    assert not (small_guide / "build/site").exists()


def test_a_later_build_with_mkdocs_starts_anew(small_guide: Path) -> None:
    assert advice("build", folder=small_guide).returncode == 0
    done = advice("build", "--engine", "zensical", folder=small_guide)
    assert "Built 25 pages" in done.stdout, done.stderr
    assert "Built 25 pages" in advice("build", folder=small_guide).stdout
    assert "Nothing changed" in advice("build", folder=small_guide).stdout


def test_the_version_that_was_tested_is_the_one_that_the_documents_name() -> None:
    assert f"Zensical {version('zensical')}" in (ROOT / "docs/hosting.md").read_text("utf-8")
