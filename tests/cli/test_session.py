"""What the preview shows after edits, of which some are mistakes, some are fixes, and many come too soon."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.check.check import check
from generator.cli import session as sessions
from generator.cli.session import NOTHING_YET, Session
from generator.engine import memo
from generator.load.loader import Draft
from generator.model.guide import Guide
from generator.preview import Preview
from generator.project import Project
from tests.support.own_template import own_template
from tests.support.terminal import advice

ASK, SEE = "content/principles/ask-first.yml", "content/principles/say-what-you-saw.yml"
PAGE = "principles/ask-first/index.html"
HOME = "templates/pages/home.html.j2"


@dataclass
class Author:
    """Someone who edits a guide, and looks at the preview."""

    folder: Path
    session: Session

    def edit(self, file: str, old: str, new: str) -> None:
        """Edit a file, of which the preview learns."""
        text = (self.folder / file).read_text("utf-8")
        assert old in text
        (self.folder / file).write_text(text.replace(old, new, 1), "utf-8")
        self.session.refresh({self.folder / file})

    def wait(self) -> None:
        """Wait until the newest version is checked; the first check can find new papers."""
        self.session.check()
        self.session.check()

    def sees(self, name: str = PAGE) -> str:
        assert self.session.preview
        return (self.session.file(name, self.session.preview) or b"").decode()

    @property
    def errors(self) -> str:
        return self.session.state["errors"]

    @property
    def version(self) -> str:
        return self.session.state["version"]


@pytest.fixture
def newcomer(small_guide: Path) -> Author:
    """An author who starts the preview only after some edits."""
    own_template(small_guide, HOME.removeprefix("templates/"))
    return Author(small_guide, Session(Project.at(small_guide)))


@pytest.fixture
def author(newcomer: Author) -> Author:
    newcomer.session.refresh()
    newcomer.wait()
    assert newcomer.errors == ""
    return newcomer


def test_a_language_just_begun_is_shown_and_follows_the_edits_of_its_translator(newcomer: Author) -> None:
    """It's on no site that's built: the program doesn't speak it, and hardly a word is translated."""
    english, po = "It costs one sentence", "content/languages/pt.po"
    assert advice("translate", "pt", folder=newcomer.folder).returncode == 0
    newcomer.session.refresh()
    newcomer.wait()
    assert english in newcomer.sees(f"pt/{PAGE}")
    [line] = [line for line in (newcomer.folder / po).read_text("utf-8").split("\n\n") if english in line]
    answered = line.replace('msgstr ""', 'msgstr "Custa uma frase"')
    newcomer.edit(po, line, answered)
    assert "Custa uma frase" in newcomer.sees(f"pt/{PAGE}")
    newcomer.edit(po, answered, answered + " x")
    newcomer.sees(f"pt/{PAGE}")
    assert "neither a comment nor a text in quotes" in newcomer.errors
    assert english in newcomer.sees()
    newcomer.edit(po, answered + " x", answered)
    assert newcomer.errors == ""
    assert "Custa uma frase" in newcomer.sees(f"pt/{PAGE}")


def test_an_edit_is_shown_before_it_is_checked(author: Author) -> None:
    version = author.version
    author.edit(ASK, "It costs one sentence", "It costs two sentences")
    assert "It costs two sentences" in author.sees()
    assert author.version != version
    shown = author.version
    author.wait()
    assert author.version == shown


def test_a_mistake_in_a_file_stays_above_the_page_until_it_is_fixed(author: Author) -> None:
    version = author.version
    author.edit(ASK, "name: Asking", "nam: Asking")
    assert "did you mean “name”?" in author.errors
    assert author.version == version
    assert "Ask before you tell" in author.sees()
    author.edit(ASK, "nam: Asking", "name: Asking")
    assert author.errors == ""


def test_of_two_edits_the_mistake_stays_until_that_one_is_fixed(author: Author) -> None:
    author.edit(ASK, "name: Asking", "nam: Asking")
    author.edit(SEE, "name: Seeing", "name: Looking")
    assert "did you mean “name”?" in author.errors
    assert "Looking" not in author.sees("principles/say-what-you-saw/index.html")
    author.wait()
    assert "did you mean “name”?" in author.errors
    author.edit(ASK, "nam: Asking", "name: Asking")
    assert author.errors == ""
    assert "Looking" in author.sees("principles/say-what-you-saw/index.html")


def test_a_link_to_nothing_brings_the_last_good_page_back_until_it_is_fixed(author: Author) -> None:
    author.edit(ASK, "It costs one sentence", "It costs [two](principles/gone) sentences")
    author.wait()
    assert "principles/gone" in author.errors
    assert "It costs one sentence" in author.sees()
    author.edit(SEE, "summary: ", "summary: Really, ")
    author.wait()
    assert "principles/gone" in author.errors
    assert "It costs one sentence" in author.sees()
    author.edit(ASK, "[two](principles/gone)", "two")
    assert "It costs two sentences" in author.sees()
    author.wait()
    assert author.errors == ""
    assert "Really, " in author.sees("principles/say-what-you-saw/index.html")


def test_a_mistake_leaves_the_edit_before_it_even_if_that_is_not_checked_yet(author: Author) -> None:
    author.edit(SEE, "summary: ", "summary: Really, ")
    author.edit(ASK, "name: Asking", "nam: Asking")
    assert "Really, " in author.sees("principles/say-what-you-saw/index.html")
    author.wait()
    assert "did you mean “name”?" in author.errors
    assert "Really, " in author.sees("principles/say-what-you-saw/index.html")
    author.edit(SEE, "summary: Really, ", "summary: Yes, ")
    assert "did you mean “name”?" in author.errors
    author.edit(ASK, "nam: Asking", "name: Asking")
    author.wait()
    assert author.errors == ""
    assert "Yes, " in author.sees("principles/say-what-you-saw/index.html")


def test_what_is_found_in_an_older_version_is_not_reported(
    author: Author, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    author.edit(ASK, "It costs one sentence", "It costs [two](principles/gone) sentences")

    def checks_too_late(draft: Draft) -> Guide:
        monkeypatch.setattr(sessions, "check", check)
        author.edit(ASK, "[two](principles/gone)", "two")
        return check(draft)

    monkeypatch.setattr(sessions, "check", checks_too_late)
    capsys.readouterr()
    author.session.check()
    assert author.errors == capsys.readouterr().out == ""
    assert "It costs two sentences" in author.sees()
    author.wait()
    assert author.errors == ""


def test_a_broken_template_leaves_the_last_good_page(author: Author) -> None:
    before = author.sees("index.html")
    author.edit(HOME, "{% block content %}", "{% block content %}{{ nothing. }}")
    assert author.sees("index.html") == before
    assert HOME in author.errors
    author.wait()
    assert author.sees("index.html") == before
    assert HOME in author.errors
    author.edit(ASK, "It costs one sentence", "It costs two sentences")
    author.wait()
    assert HOME in author.errors
    author.edit(HOME, "{{ nothing. }}", "Hello")
    author.wait()
    assert author.errors == ""
    assert "Hello" in author.sees("index.html")
    assert "It costs two sentences" in author.sees()


def test_a_template_that_was_broken_from_the_start_is_reported_until_it_is_fixed(newcomer: Author) -> None:
    newcomer.edit(HOME, "{% block content %}", "{% block content %}{{ nothing. }}")
    assert newcomer.sees("index.html") == NOTHING_YET.decode()
    assert HOME in newcomer.errors
    assert "Ask before you tell" in newcomer.sees()
    newcomer.wait()
    assert HOME in newcomer.errors
    assert newcomer.sees("index.html") == NOTHING_YET.decode()
    newcomer.edit(HOME, "{{ nothing. }}", "Hello")
    newcomer.wait()
    assert newcomer.errors == ""
    assert "Hello" in newcomer.sees("index.html")


@pytest.mark.parametrize("file", ["templates/site/theme/main.html", "templates/strings/en.yml"])
def test_what_surrounds_pages_can_be_broken_from_the_start(newcomer: Author, file: str) -> None:
    path = own_template(newcomer.folder, file.removeprefix("templates/"))
    good = path.read_text("utf-8")
    path.write_text("{% nonsense %}" + good, "utf-8")
    newcomer.session.refresh()
    if newcomer.session.preview:
        assert newcomer.sees("index.html") == NOTHING_YET.decode()
    assert file in newcomer.errors
    path.write_text(good, "utf-8")
    newcomer.session.refresh({path})
    newcomer.wait()
    assert newcomer.errors == ""
    assert "<h1" in newcomer.sees("index.html")


def test_an_error_of_the_program_is_reported_above_the_page(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError("no idea")

    with monkeypatch.context() as patched:
        patched.setattr(Preview, "edited", fail)
        author.edit(ASK, "It costs one sentence", "It costs two sentences")
    assert "Something went wrong in the program (ValueError: no idea)" in author.errors
    assert "It costs one sentence" in author.sees()
    monkeypatch.setattr(sessions, "warnings", fail)
    author.edit(SEE, "summary: ", "summary: Really, ")
    assert author.errors == ""
    assert "It costs two sentences" in author.sees()
    author.wait()
    assert "Something went wrong in the program (ValueError: no idea)" in author.errors


def test_files_can_come_and_go(author: Author) -> None:
    content = author.folder / "content"
    added, outline = content / "principles/wait-a-day.yml", content / "guide.yml"
    text = (author.folder / SEE).read_text("utf-8").replace("title: Say what", "title: Do not say what", 1)
    added.write_text(text.replace("name: Seeing", "name: Waiting"), "utf-8")
    before = outline.read_text("utf-8")
    outline.write_text(before.replace("say-what-you-saw]", "say-what-you-saw, wait-a-day]"), "utf-8")
    assert outline.read_text("utf-8") != before
    author.session.refresh({added, outline})
    assert "<h1" in author.sees("principles/wait-a-day/index.html")
    added.unlink()
    author.session.refresh({added})
    assert "wait-a-day" in author.errors
    outline.write_text(before, "utf-8")
    author.session.refresh({outline})
    author.wait()
    assert author.errors == ""
    assert author.sees("principles/wait-a-day/index.html") == ""


def test_settings_can_move_the_site(author: Author) -> None:
    author.edit("site_config.yml", "feedback.internal/guide/", "feedback.internal/other/")
    assert author.session.preview
    assert author.session.preview.base == "/other/"
    assert "/other/" in author.sees("404.html")


def test_a_title_in_the_menu_changes_every_page(author: Author) -> None:
    author.edit(ASK, "name: Asking", "name: To ask")
    assert "To ask" in author.sees("principles/say-what-you-saw/index.html")
    author.wait()
    assert author.errors == ""


def test_a_new_paper_is_typeset_and_described_behind_the_answer(author: Author) -> None:
    author.edit("content/worksheets/one-talk.yml", "title: One talk", "title: One long talk about it")
    assert "One long talk about it" in author.sees("worksheets/one-talk/index.html")
    author.wait()
    assert author.errors == ""
    assert author.session.preview
    assert author.session.preview.papers.sheets["one-talk"].stamp


def test_what_is_remembered_of_many_edits_is_forgotten(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations = []
    monkeypatch.setattr(sessions, "REREADS", 3)
    monkeypatch.setattr(memo, "next_generation", lambda: generations.append(1))
    for number in range(9):
        author.edit(ASK, f"It costs {number or 'one'} ", f"It costs {number + 1} ")
        assert f"It costs {number + 1} " in author.sees()
    assert len(generations) == 3


def test_a_check_stops_when_there_is_a_newer_version(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    went_on = []

    def check(preview: Preview, goes_on: Callable[[], bool]) -> None:
        went_on.append(goes_on())
        author.edit(ASK, "It costs one sentence", "It costs two sentences")
        went_on.append(goes_on())

    author.edit(SEE, "summary: ", "summary: Really, ")
    monkeypatch.setattr(Preview, "check", check)
    author.session.check()
    assert went_on == [True, False]
    assert "It costs two sentences" in author.sees()
