"""Translators get the program's texts as a PO file, and readers see what fits the English of today."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from generator.layers import Layers
from generator.load.interface_catalog import interface_catalog, is_complete, untranslated
from generator.load.interface_texts import interface_texts
from generator.load.po_file import read_po_file
from generator.load.strings import load_strings
from generator.load.yaml_nodes import parse
from generator.problems import ContentError, Problem
from generator.project import TEMPLATES
from tests.support.interface import say

ENGLISH = """\
# Around every page.
frame:
  home: Home  # a link
  see: See {page}
  # In place of the list.
  none: >-
    Nothing
    found.
  days:
    one: "{number} day"
    other: "{number} days"
  open: Look at {a_checklist}
"""


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    write(tmp_path, ENGLISH)
    return tmp_path


def write(templates: Path, english: str) -> None:
    (templates / "strings").mkdir(parents=True, exist_ok=True)
    (templates / "strings/en.yml").write_text(english, "utf-8")


def update(templates: Path) -> str:
    """Take in the English texts of today, and return the file."""
    catalog = interface_catalog(Layers(templates), "es")
    assert catalog
    (templates / "strings/es.po").write_bytes(catalog)
    return catalog.decode()


def edit(templates: Path, old: str, new: str) -> None:
    file = templates / "strings/es.po"
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def problems(templates: Path) -> list[Problem]:
    with pytest.raises(ContentError) as error:
        load_strings(Layers(templates), "es")
    return list(error.value.problems)


# For translators


def test_a_new_language_begins_with_every_text_and_its_notes(templates: Path) -> None:
    begun = update(templates)
    assert '#. Around every page.\n#. a link\nmsgctxt "frame/home"\nmsgid "Home"\nmsgstr ""\n' in begun
    assert '#. In place of the list.\nmsgctxt "frame/none"\nmsgid "Nothing found."' in begun
    plural = 'msgid "{number} day"\nmsgid_plural "{number} days"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert plural in begun
    assert begun.count("msgctxt") == 5
    assert untranslated(Layers(templates), "es")[0] == tuple(re.findall('msgctxt "(.*)"', begun))


def test_gettext_accepts_what_is_written(templates: Path, tmp_path: Path) -> None:
    say(templates, "es", {"frame/days": ("{number} día", "{number} días"), "frame/home": "Inicio"})
    write(templates, ENGLISH.replace("Home", f"Home, {'or where you were before ' * 9}".rstrip()))
    update(templates)
    file = templates / "strings/es.po"
    try:
        done = subprocess.run(["msgfmt", "-c", "-o", tmp_path / "es.mo", file], capture_output=True)
    except FileNotFoundError:
        pytest.skip("gettext isn't installed")
    assert b"error" not in done.stderr
    assert done.returncode == 0


def test_an_update_of_nothing_changes_no_byte(templates: Path) -> None:
    say(templates, "es", {"frame/home": "Inicio"})
    write(templates, ENGLISH.replace("Home", "Home page").replace("  see: See {page}\n", ""))
    edit(templates, "msgctxt", "# Which page?\nmsgctxt")
    once = update(templates)
    assert update(templates) == once


def test_programs_for_translators_keep_their_headers(templates: Path) -> None:
    update(templates)
    edit(templates, '"Language: es\\n"', '"Language: es\\n"\n"X-Generator: Poedit 3.4\\n"')
    assert '"X-Generator: Poedit 3.4\\n"' in update(templates)


def test_a_translation_of_an_older_text_is_marked_with_that_text(templates: Path) -> None:
    say(templates, "es", {"frame/home": "Inicio", "frame/days": ("{number} día", "{number} días")})
    write(templates, ENGLISH.replace("Home", "Home page").replace("  # In place", "  new: New\n  # In place"))
    updated = update(templates)
    before = '#. a link\n#, fuzzy\n#| msgid "Home"\nmsgctxt "frame/home"\nmsgid "Home page"\nmsgstr "Inicio"'
    assert before in updated
    assert 'msgstr[0] "{number} día"' in updated
    # Another change keeps the text that was translated.
    write(templates, ENGLISH.replace("Home", "First page"))
    assert '#| msgid "Home"\nmsgctxt "frame/home"\nmsgid "First page"\nmsgstr "Inicio"' in update(templates)


def test_a_text_that_now_depends_on_a_number_keeps_its_translation_for_a_look(templates: Path) -> None:
    say(templates, "es", {"frame/see": "Mira {page}", "frame/days": ("{number} día", "{number} días")})
    plural = "see: {one: 'See {page}', other: 'See {page} and more'}"
    one = ENGLISH.replace("see: See {page}", plural)
    one = one.replace('\n    one: "{number} day"\n    other: "{number} days"', ' "Days: {number}"')
    write(templates, one)
    updated = update(templates)
    assert 'msgstr[0] "Mira {page}"\nmsgstr[1] "Mira {page}"\n' in updated
    assert 'msgid "Days: {number}"\nmsgstr "{number} días"\n' in updated
    assert updated.count("#, fuzzy") == 2


def test_a_translation_of_a_text_that_is_gone_is_set_aside(templates: Path) -> None:
    say(templates, "es", {"frame/home": "Inicio"})
    write(templates, ENGLISH.replace("  home: Home  # a link\n", ""))
    assert '#~ msgctxt "frame/home"\n#~ msgid "Home"\n#~ msgstr "Inicio"\n' in update(templates)
    assert load_strings(Layers(templates), "es").frame.see(page="1") == "See 1"


def test_a_second_translation_of_one_text_is_not_lost(templates: Path) -> None:
    say(templates, "es", {"frame/home": "Inicio"})
    file = templates / "strings/es.po"
    older = '\nmsgctxt "frame/home"\nmsgid "Start"\nmsgstr "Principio"\n'
    file.write_text(file.read_text("utf-8") + older, "utf-8")
    updated = update(templates)
    assert 'msgctxt "frame/home"\nmsgid "Home"\nmsgstr "Inicio"\n' in updated
    assert '#~ msgctxt "frame/home"\n#~ msgid "Start"\n#~ msgstr "Principio"\n' in updated
    assert update(templates) == updated


# For readers


def test_only_a_translation_of_the_english_text_of_today_is_shown(templates: Path) -> None:
    say(templates, "es", {"frame/home": "Inicio", "frame/see": "Mira {page}"})
    write(templates, ENGLISH.replace("Home", "Home page"))
    before = load_strings(Layers(templates), "es").frame
    update(templates)
    after = load_strings(Layers(templates), "es").frame
    assert [(one.home, one.see(page="dos")) for one in (before, after)] == [("Home page", "Mira dos")] * 2
    assert "frame/home" in untranslated(Layers(templates), "es")[0]
    assert "frame/see" not in untranslated(Layers(templates), "es")[0]


@pytest.mark.parametrize(
    ("language", "said", "shown"),
    [
        ("pt", ("{number} dia", "{number} dias"), {0: "0 dia", 1: "1 dia", 2: "2 dias"}),
        ("fr", ("{number} jour", "{number} jours"), {0: "0 jour", 2: "2 jours", 1_000_000: "1000000 jours"}),
        ("ja", ("{number}日",), {1: "1日", 5: "5日"}),
        (
            "ar",
            ("لا أيام", "يوم", "يومان", "{number} أيام", "{number} يوم", "{number} يومًا"),
            {0: "لا أيام", 2: "يومان", 3: "3 أيام", 11: "11 يومًا", 100: "100 يوم"},
        ),
    ],
)
def test_each_number_has_the_form_of_its_language(
    templates: Path, language: str, said: tuple[str, ...], shown: dict[int, str]
) -> None:
    say(templates, language, {"frame/days": said})
    days = load_strings(Layers(templates), language).frame.days
    assert {number: days(count=number, number=number) for number in shown} == shown


def test_a_language_of_a_country_has_a_file_of_its_own(templates: Path) -> None:
    say(templates, "pt-BR", {"frame/home": "Início"})
    words = load_strings(Layers(templates), "pt-BR")
    assert (words.frame.home, words.language) == ("Início", "pt_BR")


def test_a_guide_says_some_things_otherwise_than_the_program(templates: Path, tmp_path: Path) -> None:
    say(templates, "es", {"frame/home": "Inicio", "frame/see": "Mira {page}", "frame/none": "Nada."})
    write(own := tmp_path / "guide", "frame:\n  home: Our home\n  see: Go and see {page}\n")
    layers = Layers(templates, own)
    begun = interface_catalog(layers, "es")
    assert begun
    (own / "strings/es.po").write_bytes(
        begun.replace(b'msgid "Our home"\nmsgstr ""', b'msgid "Our home"\nmsgstr "Nuestra casa"')
    )
    # Those that the program says in the language as they are aren't asked for again.
    assert b"frame/none" not in begun
    assert b"#. a link" in begun
    words = load_strings(layers, "es").frame
    # Until the guide's words are translated, the program's are shown.
    assert (words.home, words.see(page="2"), words.none) == ("Nuestra casa", "Mira 2", "Nada.")
    assert untranslated(layers, "es") == (("frame/days", "frame/open"), ("frame/see",))
    assert not is_complete(layers, "es")
    # A translation of words that the guide no longer has isn't shown, either.
    write(own, "frame:\n  home: The home\n")
    assert load_strings(layers, "es").frame.home == "Inicio"
    assert untranslated(layers, "es") == (("frame/days", "frame/open"), ("frame/home",))


def test_english_needs_no_translation(templates: Path) -> None:
    layers = Layers(templates)
    assert (interface_catalog(layers, "en"), untranslated(layers, "en")) == (None, ((), ()))


# Mistakes


@pytest.mark.parametrize(
    ("context", "said", "message", "fix"),
    [
        (
            "frame/see",
            "Mira {pagina}",
            "“frame/see” can’t have the placeholder {pagina}",
            "its placeholders are: {page}",
        ),
        (
            "frame/see",
            "Mira",
            "“frame/see” has lost the placeholder {page}",
            "write {page} where it belongs in the sentence",
        ),
        (
            "frame/open",
            "Mira {a_checklist}",
            "{a_checklist} is the word with the English “a” or “an”",
            "write {checklist}, with an article before it if your language has one",
        ),
        (
            "frame/days",
            ("un día", "días"),
            "“frame/days” has lost the placeholder {number}",
            "write {number} where it belongs in the sentence",
        ),
        (
            "frame/days",
            ("", "{number} días"),
            "“frame/days” isn’t translated in every plural form",
            "write it after msgstr[0]",
        ),
    ],
)
def test_a_translation_that_cannot_be_used_is_reported_with_its_place(
    templates: Path, context: str, said: str | tuple[str, ...], message: str, fix: str
) -> None:
    say(templates, "es", {context: said})
    found = problems(templates)
    assert (message, fix) in [(one.message, one.fix) for one in found]
    assert all(one.location.file == "templates/strings/es.po" for one in found)
    assert {one.location.excerpt.partition(" ")[0].partition("[")[0] for one in found} == {"msgstr"}


def test_a_placeholder_of_a_number_can_be_left_out_for_one_thing(templates: Path) -> None:
    say(templates, "es", {"frame/days": ("un día", "{number} días"), "frame/open": "Mira una {checklist}"})
    words = load_strings(Layers(templates), "es").frame
    assert (words.days(count=1, number=1), words.days(count=3, number=3)) == ("un día", "3 días")
    assert words.open == "Mira una {checklist}"


def test_a_text_that_the_program_no_longer_has_is_reported(templates: Path) -> None:
    say(templates, "es", {"frame/home": "Inicio"})
    edit(templates, '"frame/home"', '"frame/homes"')
    (problem,) = problems(templates)
    assert problem.message == "the program has no text “frame/homes”"
    assert "run “advice translate es --interface”, which sets aside" in problem.fix
    file = (templates / "strings/es.po").read_text("utf-8").splitlines()
    assert file[problem.location.line - 1] == 'msgid "Home"'


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('msgstr "Inicio"', 'msgstr "Inicio', 'msgstr "Inicio', "this line is neither a comment nor a text"),
        ('msgstr "Inicio"', "msgstr Inicio", "msgstr Inicio", "this line is neither a comment nor a text"),
        ('msgid "Home"\nmsgstr "Inicio"', 'msgid "Home"', 'msgid "Home"', "this text has no msgstr, or more"),
        ('msgstr[1] ""', 'msgstr[2] ""', 'msgid "{number} day"', "this text has no msgstr, or more of them"),
        (
            '"frame/see"\nmsgid "See {page}"',
            '"frame/home"\nmsgid "Home"',
            'msgid "Home"',
            "“frame/home” is here twice with the same English text",
        ),
        ("Language: es", "Language: fr", '"Language: fr\\n"', "this file is named for the language “es”"),
        *(
            (
                "nplurals=2; plural=(n != 1)",
                f"nplurals={rule}",
                f'"Plural-Forms: nplurals={rule};\\n"',
                "this isn’t a rule for plural",
            )
            for rule in (
                "2; plural=(n ? )",
                "2; plural=1/(n-1)",
                "2; plural=5",
                "2; plural=n",
                "999999999; plural=0",
            )
        ),
    ],
)
def test_a_file_that_is_no_catalog_is_reported_with_its_line(
    templates: Path, old: str, new: str, line: str, message: str
) -> None:
    say(templates, "es", {"frame/home": "Inicio"})
    edit(templates, old, new)
    problem, *_ = problems(templates)
    assert problem.rule == "not-a-catalog"
    assert problem.message.startswith(message)
    assert (templates / "strings/es.po").read_text("utf-8").splitlines()[problem.location.line - 1] == line


# Those that come with the program

CATALOGS = sorted((TEMPLATES / "strings").glob("*.po"))


def test_every_text_has_a_note_for_translators() -> None:
    file = TEMPLATES / "strings/en.yml"
    texts = [*interface_texts(parse(file.read_bytes(), file.name))]
    assert len(texts) > 800
    assert [unit.context for unit in texts if not unit.notes()] == []
    notes = [note for unit in texts for note in unit.notes()]
    assert [note for note in notes if len(note.split()) < 2] == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_a_language_of_the_program_is_whole_and_up_to_date(path: Path) -> None:
    layers = Layers(TEMPLATES)
    assert is_complete(layers, path.stem)
    assert untranslated(layers, path.stem) == ((), ())
    assert interface_catalog(layers, path.stem) == path.read_bytes()
    assert read_po_file(path.read_bytes(), path.name, path.stem).gone == ()
