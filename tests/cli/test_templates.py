"""`advice templates` lists, copies and compares the files that a guide can have of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import project
from tests.support.loops import every
from tests.support.paths import GUIDE, ROOT
from tests.support.terminal import Done, advice

HOME = "pages/home.html.j2"
STRINGS = "strings/en.yml"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own templates, for a test to change as a newer version does."""
    folder = Path(shutil.copytree(ROOT / "templates", tmp_path / "program"))
    monkeypatch.setattr(project, "TEMPLATES", folder)
    return folder


@pytest.fixture
def guide(tmp_path: Path, program: Path) -> Path:
    return Path(shutil.copytree(GUIDE, tmp_path / "guide"))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def refused(done: Done) -> str:
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def test_it_lists_the_guides_own_files_and_those_of_the_program(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advice("templates", "--copy", HOME, folder=guide)
    lines = advice("templates", folder=guide).stdout.splitlines()
    assert lines[:2] == [f"own {HOME}", "program pages/changes.html.j2"]
    assert f"program {HOME}" not in lines
    assert not [line for line in every(lines) if "starters/guide" in line]
    with monkeypatch.context() as patch:
        patch.setattr("generator.cli.templates.sys", type("Terminal", (), {"stdout": Terminal()}))
        shown = advice("templates", folder=guide).stdout
    assert "Your guide has 1 file of its own, in templates/:\n  pages/\n    home.html.j2\n" in shown
    assert max(map(len, shown.splitlines())) <= 100


class Terminal:
    def isatty(self) -> bool:
        return True


def test_a_copied_file_is_as_in_the_program_and_changes_nothing(guide: Path, program: Path) -> None:
    assert advice("templates", "--copy", HOME, folder=guide).returncode == 0
    assert (guide / "templates" / HOME).read_bytes() == (program / HOME).read_bytes()
    shown = advice("templates", "--diff", folder=guide).stdout
    assert "You changed nothing. Delete this file" in shown
    assert shown.endswith("The program hasn’t changed any of these files since.\n")
    assert "template-changed" not in advice("check", folder=guide).stderr


def test_what_the_program_changes_underneath_is_shown_until_someone_has_seen_it(
    guide: Path, program: Path
) -> None:
    advice("templates", "--copy", f"templates/{HOME}", folder=guide)
    replace(guide / "templates" / HOME, "{% block content %}", "{% block content %}<p>Ours.</p>")
    replace(program / HOME, "{% endblock %}", "<p>New.</p>{% endblock %}")
    warning = (
        f"templates/{HOME}:1:1: warning: the program’s version of this file has changed since yours was made"
    )
    assert warning in advice("check", folder=guide).stderr
    shown = advice("templates", "--diff", folder=guide).stdout
    ours, theirs = shown.split("  What the program has changed since:\n")
    assert "+{% block content %}<p>Ours.</p>" in ours
    assert "New." not in ours
    assert "+<p>New.</p>{% endblock %}" in theirs
    assert "Ours." not in theirs
    assert f"“advice templates --seen {HOME}”" in theirs
    advice("templates", "--seen", HOME, folder=guide)
    assert "has changed since" not in advice("check", folder=guide).stderr
    assert advice("templates", "--diff", HOME, folder=guide).stdout.endswith("any of these files since.\n")


def test_of_strings_only_those_that_the_guide_words_differently_are_compared(
    guide: Path, program: Path
) -> None:
    own = guide / "templates" / STRINGS
    own.parent.mkdir(parents=True)
    own.write_text("frame:\n  menu: What’s here\n", "utf-8")
    shown = advice("templates", "--diff", folder=guide).stdout
    assert "  frame.menu\n    yours:             What’s here\n    the program’s:     Menu\n" in shown
    assert f"To see when the program changes it: “advice templates --seen {STRINGS}”." in shown
    advice("templates", "--seen", STRINGS, folder=guide)
    replace(program / STRINGS, "skip: Skip", "skip: Jump")
    assert "has changed since" not in advice("check", folder=guide).stderr
    replace(program / STRINGS, "menu: Menu", "menu: Pages")
    checked = advice("check", folder=guide).stderr
    assert f"templates/{STRINGS}:2:9: warning: the program’s version of “frame.menu” has changed" in checked
    shown = advice("templates", "--diff", folder=guide).stdout
    assert "    the program’s was: Menu\n    the program’s:     Pages\n" in shown
    assert "Skip" not in shown


def test_a_template_that_builds_on_the_programs_follows_it(guide: Path) -> None:
    own = guide / "templates/site/theme/partials/footer.html"
    own.parent.mkdir(parents=True)
    own.write_text('{% include "program/partials/footer.html" %}', "utf-8")
    assert "It builds on the program’s version" in advice("templates", "--diff", folder=guide).stdout


def test_a_file_that_exists_is_not_overwritten(guide: Path) -> None:
    own = guide / "templates" / HOME
    own.parent.mkdir(parents=True)
    own.write_text("mine", "utf-8")
    done = advice("templates", "--copy", "pages/page.html.j2", HOME, folder=guide)
    assert f"templates/{HOME} exists already" in refused(done)
    assert own.read_text("utf-8") == "mine"
    assert [*guide.glob("templates/**/*.j2")] == [own]


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (("--copy",), "Name a file, as in “advice templates --copy pages/home.html.j2”."),
        (("--copy", "pages/hom.html.j2"), "Did you mean “pages/home.html.j2”?"),
        (("--copy", "../site_config.yml"), "The program has no file “../site_config.yml”."),
        (("--copy", "starters/guide/README.md"), "The program has no file “starters/guide/README.md”."),
        (("--copy", STRINGS), "only has the texts that you change"),
        (("--diff", HOME), f"Your guide has no templates/{HOME}, so the program’s is used."),
        (("--seen", HOME), f"Your guide has no templates/{HOME}, so the program’s is used."),
        ((HOME,), f"Say what to do with {HOME}: add --copy, --diff, --seen or --show."),
    ],
)
def test_what_cannot_be_done_is_explained(guide: Path, arguments: tuple[str, ...], reported: str) -> None:
    assert reported in refused(advice("templates", *arguments, folder=guide))
    assert not (guide / "templates").exists()


def test_nothing_is_copied_through_a_link_out_of_the_folder(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (guide / "templates").mkdir()
    for name in ("pages", "originals"):
        link = guide / "templates" / name
        link.symlink_to(tmp_path / "outside")
        assert (
            "link leads out of the folder “templates”"
            in advice("templates", "--copy", HOME, folder=guide).stderr
        )
        link.unlink()
    assert [*(tmp_path / "outside").iterdir()] == []


def test_the_programs_version_can_be_read(guide: Path, program: Path) -> None:
    shown = advice("templates", "--show", STRINGS, folder=guide).stdout
    assert shown == (program / STRINGS).read_text("utf-8")


def test_in_the_repository_of_the_program_there_is_only_one_layer() -> None:
    assert "the program’s own folder" in refused(advice("templates", "--copy", HOME, folder=ROOT))
    assert f"program {HOME}\n" in advice("templates", folder=ROOT).stdout


def test_a_guide_without_templates_has_nothing_to_compare(guide: Path) -> None:
    shown = advice("templates", "--diff", folder=guide).stdout
    assert shown == "All templates are the program’s, so nothing can be out of date.\n"
