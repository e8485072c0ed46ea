"""A guide is read in another language: with the answers of its catalog, and with nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.load.answers import Answers
from generator.load.loader import load, load_edited, parse_record
from generator.load.progress import Translated
from generator.load.translation import languages, read_answers, with_translations
from generator.model.fields import Language, ReaderText
from generator.model.foreign import CLOSE, OPEN, marked, plain
from generator.model.guide import Guide
from generator.model.markdown import TARGET
from generator.model.own_kinds import OwnRecord
from generator.model.principle import Principle
from generator.model.record import Record
from generator.model.units import BLANK
from generator.model.worksheet import Column, Sentence, Worksheet
from generator.project import Project
from tests.support.every_kind import EVERY_KIND
from tests.support.pseudo_language import Voice, accented, arabic, spoken, translate_guide
from tests.support.translated_guide import (
    begin,
    edit,
    original,
    path_of,
    small_copy,
    spanish,
    translation,
)

TITLE = "principles/ask-first/title", "Ask before you tell", "Pregunta antes de decirlo"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_copy(tmp_path)


@pytest.fixture
def whole(root: Path) -> Path:
    """A guide whose every text is translated."""
    translate_guide(root, "es")
    return root


def test_a_text_has_the_answer_of_the_catalog_and_its_place(root: Path) -> None:
    begin(root, TITLE)
    title = spanish(root).principles["ask-first"].title
    assert title == TITLE[2]
    assert (title.where.file, title.where.line, title.where.column) == ("content/languages/es.po", 3, 9)
    word = title.place(9, 14)
    assert (word.line, word.excerpt[word.column - 1 : word.column - 1 + word.length]) == (3, "antes")


def test_what_is_not_translated_has_marks_and_no_other_text_does(root: Path) -> None:
    begin(root, TITLE)
    guide, first = spanish(root), original(root)
    asking = guide.principles["ask-first"]
    assert OPEN not in asking.title
    assert asking.summary == f"{OPEN}{first.principles['ask-first'].summary}{CLOSE}"
    assert asking.summary.where == first.principles["ask-first"].summary.where
    assert (guide.site.license.name, guide.sources["team-practice"].cite) == (
        first.site.license.name,
        first.sources["team-practice"].cite,
    )


def test_a_paragraph_is_translated_by_itself(root: Path) -> None:
    english = (
        "A remark that arrives without warning is defended against. One that was asked for is *weighed*."
    )
    begin(root, ("principles/ask-first/why/text", english, "Lo que se pide *se sopesa*."))
    text = spanish(root).principles["ask-first"].why.text
    first, second = text.split("\n\n")
    assert first == "Lo que se pide *se sopesa*."
    assert second == marked("It costs one sentence, and the answer may be “tomorrow”.")
    inside = text.place(first.index("sopesa"), first.index("sopesa") + len("sopesa"))
    assert (inside.file, inside.length) == ("content/languages/es.po", len("sopesa"))
    assert text.place(text.index("tomorrow"), len(text)).file == "content/principles/ask-first.yml"


def test_what_continues_an_entry_of_a_list_stays_in_it(root: Path) -> None:
    about = root / "content/principles/ask-first.yml"
    edit(about, "    It costs one sentence, and", "    - It costs one sentence.\n\n      Yes, one, and")
    more = "  Yes, one, and the answer may be “tomorrow”."
    begin(root, ("principles/ask-first/why/text", more, "Sí, una, y quizá *hoy no*."))
    found = translation(root)
    assert [one.message for one in found.problems] == [
        "the translation doesn’t have the same emphasis as the original"
    ]
    begin(root, ("principles/ask-first/why/text", more, "Sí, una, y quizá hoy no."))
    text = spanish(root).principles["ask-first"].why.text
    assert text.endswith(f"{marked('- It costs one sentence.')}\n\n  Sí, una, y quizá hoy no.")
    place = text.place(text.index("Sí"), text.index("Sí") + 2)
    assert (place.excerpt, place.column) == ('msgstr "Sí, una, y quizá hoy no."', 9)


def test_a_language_has_as_many_words_to_search_for_as_it_likes(root: Path) -> None:
    words = "permission\nquestion"
    begin(root, ("principles/ask-first/also", words, "permiso\npreguntar\n\n¿puedo?\n#2"))
    also = spanish(root).principles["ask-first"].also
    assert also == ("permiso", "preguntar", "¿puedo?", "#2")
    assert [one.where.file for one in also] == ["content/languages/es.po"] * 4


def test_a_doubtful_answer_and_one_to_an_older_text_are_not_shown(root: Path) -> None:
    begin(root, TITLE, ("principles/ask-first/name", "Asking first", "Preguntar"))
    path = path_of(root)
    path.write_text(f"#, fuzzy\n{path.read_text('utf-8')}", "utf-8")
    asking = spanish(root).principles["ask-first"]
    assert (plain(asking.title), plain(asking.name)) == ("Ask before you tell", "Asking")


def test_words_that_mean_something_in_yaml_are_words_in_a_catalog(root: Path) -> None:
    begin(root, (*TITLE[:2], "Null"), ("principles/ask-first/name", "Asking", "no # comment: here"))
    asking = spanish(root).principles["ask-first"]
    assert (asking.title, asking.name) == ("Null", "no # comment: here")


def test_a_letter_is_in_one_language(whole: Path) -> None:
    letter = spanish(whole).messages["ask-for-five-minutes"]
    assert OPEN not in "".join((letter.title, letter.subject or "", *letter.body))
    edit(path_of(whole), f'msgstr "{accented("Five minutes about {what}?")}"', 'msgstr ""')
    letter = spanish(whole).messages["ask-for-five-minutes"]
    texts = (letter.subject, *letter.body, letter.short, letter.text_message)
    texts += tuple(text for blank in letter.blanks for text in (blank.label, blank.example))
    assert all(text and OPEN in text for text in texts)
    assert OPEN not in "".join((letter.title, letter.then, *letter.avoid))


def test_a_sentence_and_its_example_are_in_one_language(root: Path) -> None:
    with_every_section(root)
    translate_guide(root, "es")
    first = sentence_of(original(root))
    assert first.example
    assert OPEN not in sentence_of(spanish(root)).text
    *_, last = first.example.values()
    edit(path_of(root), f'msgstr "{accented(last)}"', 'msgstr ""')
    other = sentence_of(spanish(root))
    assert other.example
    assert all(OPEN in text for text in (other.text, *other.example.values()))
    assert OPEN not in "".join((other.title, other.help))


def sentence_of(guide: Guide) -> Sentence:
    return next(one for one in guide.worksheets["every-kind"].sections if isinstance(one, Sentence))


def test_names_of_whole_records_are_known(whole: Path) -> None:
    found = spanish(whole).translation
    assert found
    names = {"site", "guide", "sources", "principles/ask-first", "worksheets/one-talk", "start"}
    assert names <= found.whole
    edit(path_of(whole), f'msgstr "{accented(TITLE[1])}"', 'msgstr ""')
    found = spanish(whole).translation
    assert found
    assert "principles/ask-first" not in found.whole
    assert (found.source, found.settings.name) == ("en", "español")


def test_the_site_has_the_address_language_and_help_of_the_translation(root: Path) -> None:
    begin(root)
    first, site = original(root).site, spanish(root).site
    assert (site.language, site.url) == ("es", f"{first.url}es/")
    assert site.local_help is None
    help_near = (
        "country: US\nlocal-help:\n  country: US\n  language: es\n  checked: 2026-11-01\n"
        "  entries: [{kind: debt, name: Vecinos, say: Si falta el dinero, phone: 211}]\n"
    )
    with (root / "content/languages/es.yml").open("a", encoding="utf-8") as file:
        file.write(help_near)
    site = spanish(root).site
    assert site.local_help
    assert [entry.name for entry in site.local_help.entries] == ["Vecinos"]


def test_help_of_the_original_is_better_than_none(root: Path) -> None:
    begin(root)
    with (root / "site_config.yml").open("a", encoding="utf-8") as file:
        file.write(
            "country: US\nlocal-help:\n  country: US\n  language: en\n  checked: 2026-11-01\n"
            "  entries: [{kind: debt, name: Neighbors, say: If money is short, phone: 211}]\n"
        )
    help_near = spanish(root).site.local_help
    assert help_near
    assert (help_near.entries[0].say, help_near.entries[0].phone) == (marked("If money is short"), "211")


def with_every_section(root: Path) -> None:
    (root / "content/worksheets/every-kind.yml").write_text(EVERY_KIND, "utf-8")
    edit(root / "content/guide.yml", "show: [one-talk]", "show: [one-talk, every-kind]")


@pytest.mark.parametrize("voice", [accented, arabic])
def test_a_translation_differs_in_nothing_but_texts(root: Path, voice: Voice) -> None:
    with_every_section(root)
    translate_guide(root, "es", voice)
    first, other = original(root), spanish(root)
    compared = list(differences(first, other))
    assert len(compared) > 300
    assert all(TARGET.findall(before) == TARGET.findall(after) for before, after in compared)
    assert all(sorted(BLANK.findall(before)) == sorted(BLANK.findall(after)) for before, after in compared)


HOSTILE = [
    "id",
    "]( javascript:alert(1)",
    "{other}",
    "[x](principles/other)",
    "<b>",
    "a\nb",
    "../x",
    '"',
    "'",
]
OWN_LISTS = ("/also", "/synonyms", "/remarks/words")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_answer_can_change_an_id_or_a_link(root: Path, hostile: str) -> None:
    with_every_section(root)
    translate_guide(root, "es", lambda text: hostile)
    found, first = translation(root), original(root)
    if found.problems:
        assert all(problem.location.file.startswith("content/languages/") for problem in found.problems)
    else:
        assert found.guide
        assert list(differences(first, found.guide))


def differences(before: object, after: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text that's different; anything else that is different fails."""
    if isinstance(before, ReaderText):
        assert isinstance(after, ReaderText), where
        if before != after:
            yield before, plain(after)
    elif isinstance(before, Guide):
        assert isinstance(after, Guide)
        yield from differences(before.outline, after.outline, "guide")
        yield from differences(before.sources, after.sources, "sources")
        for one, other in zip(before.records(), after.records(), strict=True):
            yield from differences(one, other, str(one.address))
    elif isinstance(before, BaseModel):
        for name in type(before).model_fields:
            yield from differences(getattr(before, name), getattr(after, name), f"{where}/{name}")
    elif isinstance(before, dict):
        assert isinstance(after, dict), where
        assert [*before] == [*after], where
        for key in before:
            yield from differences(before[key], after[key], f"{where}/{key}")
    elif isinstance(before, tuple) and isinstance(after, tuple) and not where.endswith(OWN_LISTS):
        assert len(before) == len(after), where
        for one, other in zip(before, after, strict=True):
            yield from differences(one, other, where)
    elif not isinstance(before, tuple):
        assert before == after, where


def test_a_choice_keeps_the_id_that_its_words_made(root: Path) -> None:
    with_every_section(root)
    translate_guide(root, "es")
    sheet = spanish(root).worksheets["every-kind"]
    choices = [choice for column in columns(sheet) for choice in column.options]
    assert [(choice.id, choice.label) for choice in choices][:3] == [
        ("yes", accented("yes")),
        ("later", accented("later")),
        ("no", accented("no")),
    ]


def columns(sheet: Worksheet) -> Iterator[Column]:
    for section in sheet.sections:
        yield from getattr(section, "columns", ()) if section.kind in ("table", "log", "timeline") else ()


def test_one_record_can_be_read_by_itself(whole: Path) -> None:
    answers = answers_of(whole)
    path = whole / "content/principles/ask-first.yml"
    data, name = path.read_bytes(), "content/principles/ask-first.yml"
    read = parse_record(data, name, Principle, answers)
    assert read == spanish(whole).principles["ask-first"]
    assert parse_record(data, name, Principle) == original(whole).principles["ask-first"]


def test_only_edited_records_are_read(whole: Path) -> None:
    draft = load_edited(Project.at(whole), ["principles/ask-first.yml"], answers_of(whole))
    assert draft.guide
    assert draft.guide.principles["ask-first"] == spanish(whole).principles["ask-first"]
    assert draft.guide.site.language == "es"


def answers_of(root: Path) -> Answers:
    return read_answers(original(root), Project.at(root), Language("es"))


def test_an_edit_of_either_file_is_seen(whole: Path) -> None:
    assert spanish(whole).principles["ask-first"].title == accented(TITLE[1])
    edit(path_of(whole), f'msgstr "{accented(TITLE[1])}"', 'msgstr "Primero pregunta"')
    assert spanish(whole).principles["ask-first"].title == "Primero pregunta"
    edit(whole / "content/principles/ask-first.yml", f"title: {TITLE[1]}", "title: Ask, then tell")
    assert spanish(whole).principles["ask-first"].title == marked("Ask, then tell")
    assert original(whole).principles["ask-first"].title == "Ask, then tell"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("principles/ask-first.yml", "one-question", "short-question"),
        ("worksheets/one-talk.yml", "ready", "prepared"),
    ],
)
def test_an_answer_is_found_under_the_name_that_something_had_before(
    whole: Path, file: str, old: str, new: str
) -> None:
    before, path = texts_of(spanish(whole)), whole / "content" / file
    id = re.compile(rf"^( *)(- )?id: {old}$", re.MULTILINE)
    text, count = id.subn(rf"\1\2id: {new}\n\1was: [{old}]", path.read_text("utf-8"))
    text = text.replace(f"\n  was: [{old}]", f"\n    was: [{old}]")
    assert count == 1
    path.write_text(text, "utf-8")
    for other in (whole / "content").rglob("*.yml"):
        links = re.sub(rf"(?<=#){old}\b|(?<=sections: \[){old}\b", new, other.read_text("utf-8"))
        other.write_text(links, "utf-8")
    assert texts_of(spanish(whole)) == before


def test_an_answer_is_found_after_a_file_was_renamed(whole: Path) -> None:
    folder = whole / "content/worksheets"
    text = (folder / "one-talk.yml").read_text("utf-8")
    (folder / "one-talk.yml").unlink()
    for path in (whole / "content").rglob("*.yml"):
        path.write_text(path.read_text("utf-8").replace("one-talk", "first-talk"), "utf-8")
    (folder / "first-talk.yml").write_text(f"was: [one-talk]\n{text}", "utf-8")
    found = translation(whole)
    assert found.progress
    assert (found.progress.missing, found.progress.stale) == ([], [])
    assert OPEN not in spanish(whole).worksheets["first-talk"].title


def texts_of(guide: Guide) -> list[str]:
    return [text for record in guide.records() for text in _texts(record)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, ReaderText):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, (tuple, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def test_what_an_overlay_says_is_in_a_catalog_of_its_own(whole: Path) -> None:
    changes = whole / "north"
    (changes / "principles").mkdir(parents=True)
    (changes / "languages").mkdir()
    (changes / "principles/ask-first.yml").write_text("name: Asking in the north\n", "utf-8")
    with (whole / "site_config.yml").open("a", encoding="utf-8") as file:
        file.write("overlay: north\n")
    assert plain(spanish(whole).principles["ask-first"].name) == "Asking in the north"
    entry = "msgctxt {}\nmsgid {}\nmsgstr {}\n".format(
        '"principles/ask-first/name"', '"Asking in the north"', '"Preguntar en el norte"'
    )
    (changes / "languages/es.po").write_text(entry, "utf-8")
    asking = spanish(whole).principles["ask-first"]
    assert (asking.name, asking.title) == ("Preguntar en el norte", accented(TITLE[1]))
    assert asking.name.where.file == "north/languages/es.po"


def test_an_overlay_changes_the_settings_of_a_language(whole: Path) -> None:
    changes = whole / "north/languages/es.yml"
    changes.parent.mkdir(parents=True)
    changes.write_text("reviewed: {by: Ana Souza, on: 2026-11-29}\n", "utf-8")
    with (whole / "site_config.yml").open("a", encoding="utf-8") as file:
        file.write("overlay: north\n")
    settings = read_answers(original(whole), Project.at(whole), Language("es")).settings
    assert settings.reviewed
    assert (settings.reviewed.by, settings.name) == ("Ana Souza", "español")
    changes.write_text("name: español\n", "utf-8")
    (problem,) = translation(whole).problems
    assert (problem.rule, problem.location.file) == ("changes-nothing", "north/languages/es.yml")


def test_languages_are_those_of_files(root: Path) -> None:
    assert languages(Project.at(root)) == ()
    begin(root)
    (root / "content/languages/xx.yml").write_text("name: Nobody’s\n", "utf-8")
    assert languages(Project.at(root)) == ("es",)
    draft = with_translations(load(Project.at(root)), Project.at(root))
    assert [(one.rule, one.location.file) for one in draft.problems] == [
        ("not-a-catalog", "content/languages/xx.yml")
    ]
    assert [one.language for one in draft.translations] == ["es"]


def test_a_guide_with_one_language_has_no_translations(root: Path) -> None:
    draft = load(Project.at(root))
    assert with_translations(draft, Project.at(root)) == draft
    assert draft.guide
    assert draft.guide.translation is None


def test_a_limit_gives_as_far_as_the_settings_say_and_marks_do_not_count(root: Path) -> None:
    long = "Pregunta " * 11
    assert 80 < len(long.strip()) < 108
    begin(root, (*TITLE[:2], long))
    assert spanish(root).principles["ask-first"].title == long.strip()
    (root / "content/languages/es.yml").write_text("name: Español\nlonger: 1.1\n", "utf-8")
    assert [(one.rule, one.location.line) for one in translation(root).problems] == [("too-long", 3)]
    (root / "content/languages/es.yml").write_text("name: Español\n", "utf-8")
    edit(root / "content/principles/ask-first.yml", f"title: {TITLE[1]}", f"title: {'x' * 80}")
    assert plain(spanish(root).principles["ask-first"].title) == "x" * 80


def test_a_private_use_character_is_refused_in_both_kinds_of_files(root: Path) -> None:
    begin(root, (*TITLE[:2], f"Pregunta{OPEN}"))
    assert [one.rule for one in translation(root).problems] == ["hidden-character"]
    begin(root)
    edit(root / "content/principles/ask-first.yml", f"title: {TITLE[1]}", f'title: "Ask{CLOSE}"')
    assert [one.rule for one in load(Project.at(root)).problems] == ["hidden-character"]


def test_an_own_kind_has_its_words_in_each_language(root: Path) -> None:
    content = root / "content"
    (content / "kinds").mkdir()
    (content / "rights").mkdir()
    (content / "kinds/right.yml").write_text(
        "one: right\nmany: rights\naddress: rights\nfields:\n"
        "  since: {type: choice, choices: [always, lately], label: Since when}\n"
        "  asked: {type: choice, choices: [{says: often, label: Many times}], optional: yes}\n"
        "  story: {type: paragraphs}\n",
        "utf-8",
    )
    (content / "rights/silence.yml").write_text(
        "title: Silence\nsummary: You can be silent.\nsince: always\nasked: often\nstory: Once upon a time.\n"
        "next: {say: Ask, to: principles/ask-first}\n",
        "utf-8",
    )
    with (content / "guide.yml").open("a", encoding="utf-8") as file:
        file.write("rights: {title: Rights, lead: What you can do., show: [silence]}\n")
    translate_guide(root, "es")
    guide, kept = spanish(root), original(root)
    kind: type[Record] = guide.kind("rights")
    assert kind.named
    assert (kind.named.one, kind.named.address) == (accented("right"), "rights")
    right = guide.own["rights"]["silence"]
    assert isinstance(right, OwnRecord)
    assert right.title == accented("Silence")
    shown = {one.label: one.value for one in right.shown}
    assert shown == {
        accented("Since when"): accented("always"),
        "Asked": accented("Many times"),
        "Story": accented("Once upon a time."),
    }
    assert right.address == kept.own["rights"]["silence"].address


def test_arabic_texts_are_read_like_any(root: Path) -> None:
    catalog = translate_guide(root, "ar", arabic)
    found = translation(root, "ar")
    assert found.guide
    assert (found.problems, found.guide.site.language) == ((), "ar")
    assert found.guide.principles["ask-first"].title == arabic(TITLE[1])
    assert spoken(catalog.read_bytes(), "ar", accented) == catalog.read_bytes()


def test_a_language_is_published_once_half_of_its_words_are_translated(whole: Path) -> None:
    assert translation(whole).is_published
    path = path_of(whole)
    entries = path.read_text("utf-8").split("\n\n")
    for share, is_published in ((0.4, True), (0.6, False)):
        count = int(len(entries) * share)
        kept = entries[:1] + [re.sub(r'(?s)\nmsgstr ".*', '\nmsgstr ""', one) for one in entries[1:count]]
        kept += entries[count:]
        path.write_text("\n\n".join(kept) + "\n", "utf-8")
        found = translation(whole)
        assert found.progress
        assert found.progress.total.texts > found.progress.total.done_texts > 0
        assert found.is_published == is_published
    translate_guide(whole, "is")
    assert not translation(whole, "is").is_published, "the program doesn’t speak it"


def test_a_language_that_is_not_begun_is_not_read_as_a_guide(root: Path) -> None:
    def found() -> Translated:
        (one,) = with_translations(load(Project.at(root)), Project.at(root)).translations
        return one

    begin(root)
    settings = path_of(root).with_suffix(".yml")
    path_of(root).unlink()
    one = found()
    assert (one.guide, one.problems, one.unsaid, one.is_published) == (None, (), (), False)
    assert one.progress
    assert one.progress.total.words > one.progress.total.done_words == 0
    # What the program doesn't say is still counted, so that translators know from the beginning.
    settings.rename(settings.with_stem("is"))
    assert "frame/menu" in found().unsaid


@pytest.mark.parametrize(
    "link", ['(https://example.org/a "b")', "(<https://example.org/a>)", "(https://example.org/a(b))"]
)
def test_a_link_is_compared_however_it_is_written(root: Path, link: str) -> None:
    key = "principles/ask-first/why/text", "It costs one sentence, and the answer may be “tomorrow”."
    begin(root, (*key, f"Cuesta [una]{link} frase."))
    assert [one.rule for one in translation(root).problems] == ["translated-link"]
    edit(root / "content/principles/ask-first.yml", "costs one sentence", f"costs [one]{link} sentence")
    begin(root, (key[0], key[1].replace("one", f"[one]{link}"), f"Cuesta [una]{link} frase."))
    assert [one.rule for one in translation(root).problems] == []
    begin(root, (key[0], key[1].replace("one", f"[one]{link}"), "Cuesta una frase."))
    assert [one.rule for one in translation(root).problems] == ["lost-link"]
