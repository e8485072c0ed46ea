"""Whole builds of a small guide: the same content gives the same bytes, and bad input publishes nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.build import build
from generator.problems import ContentError, Refusal
from generator.project import Project
from tests.support.own_template import own_template
from tests.support.paths import REAL_URL
from tests.support.whole_site import broken_links
from tests.support.without_pdfs import build_without_pdfs


def hashes(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def silent(step: str) -> None:
    """Ignore progress."""


def test_a_second_build_changes_nothing(small_guide: Path) -> None:
    project = Project.at(small_guide)
    site = project.build / "site"
    build(project, site, silent)
    first = hashes(site)
    build(project, site, silent)
    assert hashes(site) == first


def test_the_real_guide_has_no_broken_link_and_its_sheets_are_next_to_their_pages(real_site: Path) -> None:
    assert broken_links(real_site, REAL_URL) == []
    # Papers, sheets, editions, and one sheet with cards.
    assert len(list(real_site.glob("worksheets/*/*.pdf"))) == 2 * (8 * 4 + 1)


def test_a_guide_that_changed_meanwhile_is_not_published(small_guide: Path) -> None:
    """Some pages could show the text before an edit, and others the text after it."""
    site = small_guide / "build/site"
    with pytest.raises(Refusal, match="The content changed during the build"):
        build(Project.at(small_guide), site, lambda step: None, is_unchanged=lambda: False)
    assert not site.exists()


def test_a_broken_link_in_a_template_publishes_nothing(small_guide: Path) -> None:
    project = Project.at(small_guide)
    template = own_template(small_guide, "pages/page.html.j2")
    template.write_text(
        template.read_text("utf-8").replace("</h1>", '</h1><a href="gone/">x</a>', 1), "utf-8"
    )
    with pytest.raises(ContentError) as error:
        build(project, project.build / "site", silent)
    assert {problem.rule for problem in error.value.problems} == {"broken-link"}
    assert not (project.build / "site").exists()


@pytest.mark.parametrize(
    "url", ["https://north.internal", "https://north.internal/a/b", "https://north.internal:8080/guide"]
)
def test_an_address_works_without_a_trailing_slash(url: str, small_guide: Path) -> None:
    config = small_guide / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("https://feedback.internal/guide/", url), "utf-8")
    home = build_without_pdfs(small_guide, small_guide / "site") / "index.html"
    assert f'<link rel="canonical" href="{url}/">' in home.read_text("utf-8")


def test_a_link_that_leaves_the_templates_is_not_published(small_guide: Path) -> None:
    (small_guide / "templates/site/assets").mkdir(parents=True)
    (small_guide / "templates/site/assets/passwords.txt").symlink_to("/etc/passwd")
    project = Project.at(small_guide)
    with pytest.raises(ContentError) as error:
        build(project, project.build / "site", silent)
    (problem,) = error.value.problems
    assert (problem.rule, problem.location.file) == ("outside", "templates/site/assets/passwords.txt")


@pytest.mark.parametrize(
    ("file", "text", "reported"),
    [
        ("templates/pages/home.html.j2", "{{ 1 / 0 }}", "division by zero"),
        ("templates/pages/home.html.j2", '{% include "home.html.j2" %}', "includes itself endlessly"),
        (
            "templates/pages/home.html.j2",
            '{% include "gone.html.j2" %}',
            "there’s no template “gone.html.j2”",
        ),
        ("templates/site/theme/main.html", "{% if %}", "the template can’t be read"),
        ("templates/site/theme/main.html", "{{ nothing.at.all }}", "the template can’t be rendered"),
    ],
)
def test_a_broken_template_is_reported_with_its_place(
    file: str, text: str, reported: str, small_guide: Path
) -> None:
    own_template(small_guide, file.removeprefix("templates/")).write_text(text, "utf-8")
    project = Project.at(small_guide)
    with pytest.raises(ContentError) as error:
        build(project, project.build / "site", silent)
    problem = error.value.problems[0]
    assert reported in problem.message
    assert problem.location.file.startswith(file.rpartition("/")[0])
    assert problem.rule == "template"
