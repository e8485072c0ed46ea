"""A guide with a few templates, styles and texts of its own has the rest from the program."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import pypdf
import pytest

from generator.build import load_checked
from generator.downloads.sheets import make_sheets, select
from generator.preview import NO_PAPERS, Preview
from generator.problems import ContentError
from generator.project import Project
from generator.site.mkdocs_config import OVERRIDES
from tests.support.paths import GUIDE
from tests.support.terminal import advice
from tests.support.without_pdfs import build_without_pdfs

OWN = {
    "pages/principle.html.j2": (
        '{% extends "program/principle.html.j2" %}\n'
        '{% from "notes.html.j2" import note %}\n'
        "{% block content %}{{ note() }}{{ super() }}{% endblock %}\n"
    ),
    "pages/notes.html.j2": '{% macro note() %}<p class="ours">We say this first.</p>{% endmacro %}\n',
    "strings/en.yml": "frame:\n  menu: What’s here\n",
    "site/assets/style/9-ours.css": ".ours { color: red; }\n",
    "site/assets/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "site/theme/partials/footer.html": '{% include "program/partials/footer.html" %}<p>We close.</p>\n',
    "paper/frame.typ": (
        '#import "program/frame.typ": *\n'
        '#import "program/frame.typ" as programs\n'
        "#let opening(..all) = { [We print this.]; programs.opening(..all) }\n"
    ),
}


def write(guide: Path, own: Mapping[str, str]) -> None:
    for name, text in own.items():
        path = guide / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """The small guide, without templates of its own."""
    return Path(shutil.copytree(GUIDE, tmp_path / "guide"))


def sheet(guide: Path) -> str:
    """Return the text of a printed worksheet."""
    project = Project.at(guide)
    checked = load_checked(project)
    jobs = select(checked, ["one-talk"], ["a4"], ["print"])
    (pdf,) = make_sheets(jobs, checked, project, lambda step: None).values()
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_what_a_guide_changes_is_on_its_pages_and_all_else_is_the_programs(guide: Path) -> None:
    write(guide, OWN)
    site = build_without_pdfs(guide, guide / "site", guide / "staging")
    page = (site / "principles/ask-first/index.html").read_text("utf-8")
    assert page.index("We say this first.") < page.index("Ask before you tell</h1>") < page.index("We close.")
    assert "What’s here" in page
    assert "Skip to main content" in page
    (style,) = site.glob("assets/*/guide.css")
    assert style.read_text("utf-8").endswith(".ours{color:red}")
    (icon,) = site.glob("assets/*/favicon.svg")
    assert icon.read_text("utf-8") == OWN["site/assets/favicon.svg"]
    # Another generator finds the program's version, too.
    assert "We close." in (guide / "staging" / OVERRIDES / "partials/footer.html").read_text("utf-8")
    assert "md-footer" in (guide / "staging" / OVERRIDES / "program/partials/footer.html").read_text("utf-8")


def test_what_a_guide_changes_is_on_paper_until_it_is_deleted(guide: Path) -> None:
    before = sheet(guide)
    write(guide, OWN)
    assert "We print this." in sheet(guide)
    (guide / "templates/paper/frame.typ").unlink()
    assert sheet(guide) == before


def test_a_mistake_in_a_template_for_paper_is_reported_with_its_place(guide: Path) -> None:
    write(guide, {"paper/frame.typ": '#import "program/frame.typ": *\n#let opening = nonsense\n'})
    with pytest.raises(ContentError) as error:
        sheet(guide)
    (problem,) = error.value.problems
    assert (problem.location.file, problem.location.line) == ("templates/paper/frame.typ", 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [("{{ nonsense }}", "“nonsense” is unknown here"), ('{% include "x" %}', "there’s no template “x”")],
)
def test_a_mistake_on_a_page_is_reported_with_its_place(guide: Path, text: str, message: str) -> None:
    page = f'{{% extends "program/home.html.j2" %}}\n{{% block content %}}\n{text}{{% endblock %}}\n'
    write(guide, {"pages/home.html.j2": page})
    done = advice("check", folder=guide)
    assert "templates/pages/home.html.j2:3:1: error: " in done.stderr
    assert message in done.stderr


def test_a_mistake_that_only_pages_in_frames_have_is_found_before_a_build(guide: Path) -> None:
    page = '{% extends "program/checklist.html.j2" %}\n{% block content %}\n'
    write(guide, {"pages/checklist.html.j2": f"{page}{{{{ nonsense if embedded }}}}{{% endblock %}}\n"})
    assert advice("check", folder=guide).returncode == 0
    with (guide / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("embed: {allowed: ['https://a.example']}\n")
    assert "templates/pages/checklist.html.j2:3:1: error: " in advice("check", folder=guide).stderr
    project = Project.at(guide)
    with pytest.raises(ContentError, match="“nonsense” is unknown here"):
        Preview.of(load_checked(project), project, NO_PAPERS).check(lambda: True)


def test_a_text_that_the_program_does_not_have_is_reported_with_its_place(guide: Path) -> None:
    write(guide, {"strings/en.yml": "frame:\n  menu: All of it\n  mapp: Everything\n  changed: On {date}\n"})
    done = advice("check", folder=guide)
    assert done.returncode == 1
    assert "templates/strings/en.yml:3:3: error: the program has no text “mapp” here" in done.stderr
    assert "did you mean “map”?" in done.stderr
    assert "templates/strings/en.yml:4:3: error: “changed” can’t have the placeholder {date}" in done.stderr


@pytest.mark.parametrize(
    "name", ["site/assets/scripts/ours.js", "site/assets/style/9-ours.css", "site/assets/favicon.svg"]
)
def test_a_file_that_is_not_utf_8_is_reported(guide: Path, name: str) -> None:
    write(guide, {name: ""})
    (guide / "templates" / name).write_bytes("/* für */".encode("latin-1"))
    done = advice("check", folder=guide)
    assert f"templates/{name}:1:1: error: this file isn’t saved as UTF-8 [template]" in done.stderr
    with pytest.raises(ContentError, match="saved as UTF-8"):
        build_without_pdfs(guide, guide / "site")


def test_hidden_files_can_be_anything(guide: Path) -> None:
    write(guide, {"site/assets/.ours.js": ""})
    (guide / "templates/site/assets/.ours.js").write_bytes(b"\xff")
    build_without_pdfs(guide, guide / "site")


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("page/home.html.j2", "did you mean “templates/pages/home.html.j2”?"),
        ("pages/footer.html", "did you mean “templates/site/theme/partials/footer.html”?"),
        ("site/theme/partials/foter.html", "did you mean “templates/site/theme/partials/footer.html”?"),
        ("paper/stile.typ", "did you mean “templates/paper/style.typ”?"),
        ("strings/en.yaml", "did you mean “templates/strings/en.yml”?"),
        ("site/assets/style/own/9-new.css", "did you mean"),
        ("site/embed/9-ours.css", "did you mean"),
        (
            "zzz.txt",
            "“advice templates” lists the files you can change; delete this one if you don’t need it",
        ),
    ],
)
def test_a_file_that_nothing_uses_is_reported(guide: Path, name: str, fix: str) -> None:
    write(guide, {name: "home: Home\n"})
    done = advice("check", folder=guide)
    assert f"templates/{name}:1:1: error: nothing uses this file" in done.stderr
    assert fix in done.stderr


def test_a_language_in_a_yaml_file_is_reported_with_the_command_for_a_po_file(guide: Path) -> None:
    write(guide, {"strings/de.yml": "frame: {menu: Menü}\n"})
    done = advice("check", folder=guide)
    assert "templates/strings/de.yml:1:1: error: texts in other languages than English" in done.stderr
    assert "run “advice translate de --interface”, and fill in templates/strings/de.po" in done.stderr


def test_other_languages_the_themes_files_and_hidden_ones_are_no_mistake(guide: Path) -> None:
    menu = 'msgctxt "frame/menu"\nmsgid "Menu"\nmsgstr "Menü"\n'
    others = ("site/theme/partials/languages/de.html", ".DS_Store", "pages/home.html.j2~")
    write(guide, {"strings/de.po": menu, **dict.fromkeys(others, "")})
    assert advice("check", folder=guide).returncode == 0


@pytest.mark.parametrize(
    "name", ["pages/home.html.j2", "site/assets/secret.txt", "originals/pages/home.html.j2"]
)
def test_a_link_out_of_the_folder_is_refused(guide: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    link = guide / "templates" / name
    link.parent.mkdir(parents=True)
    write(guide, {"pages/home.html.j2": "x"} if name.startswith("originals") else {})
    link.symlink_to(tmp_path / "secret")
    done = advice("check", folder=guide)
    problem = "error: this link leads out of the folder “templates” [outside]"
    assert f"templates/{name}:1:1: {problem}" in done.stderr


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("pages/home.html.j2", '{% extends "program/home.html.j2" %}{% include ".notes.html.j2" %}'),
        ("site/theme/main.html", '{% include ".notes.html.j2" %}{% extends "program/main.html" %}'),
    ],
)
@pytest.mark.parametrize("place", ["secret", "guide/site_config.yml"])
def test_a_template_cannot_use_a_hidden_link_out_of_the_folder(
    guide: Path, tmp_path: Path, page: str, text: str, place: str
) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    write(guide, {page: text})
    link = (guide / "templates" / page).with_name(".notes.html.j2")
    link.symlink_to(tmp_path / place)
    with pytest.raises(ContentError) as error:
        build_without_pdfs(guide, guide / "site")
    (problem,) = error.value.problems
    assert (problem.location.file, problem.rule) == (
        f"templates/{page.rpartition('/')[0]}/.notes.html.j2",
        "outside",
    )
