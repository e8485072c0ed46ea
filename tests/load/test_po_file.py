"""A PO file is read with the place of every character, and what other programs write into one is no error."""

from __future__ import annotations

import pytest

from generator.load.po_file import PoEntry, po_bytes, read_po_file
from generator.problems import ContentError

HEAD = 'msgid ""\nmsgstr "Language: es\\n"\n\n'


def entry_of(text: str) -> PoEntry:
    (entry,) = read_po_file((HEAD + text).encode(), "es.po", "es").entries
    return entry


@pytest.mark.parametrize(
    "written",
    [
        'msgstr "Di «hola» \\"a\\" todos"',
        'msgstr ""\n"Di «hola» "\n"\\"a\\" todos"',
        'msgstr "Di «hola»"\n" \\"a\\" "\n"todos"',
    ],
)
def test_each_word_is_where_it_was_written(written: str) -> None:
    said = entry_of(f'msgctxt "a"\nmsgid "Say"\n{written}\n').said[0]
    assert said == 'Di «hola» "a" todos'
    lines = (HEAD + f'msgctxt "a"\nmsgid "Say"\n{written}').split("\n")
    for word, typed in (("hola", "hola"), ('"a"', '\\"a\\"'), ("todos", "todos"), ("Di", "Di")):
        start = said.index(word)
        place = said.place(start, start + len(word))
        assert (place.file, place.excerpt) == ("es.po", lines[place.line - 1])
        assert place.excerpt[place.column - 1 : place.column - 1 + place.length] == typed


def test_each_form_of_a_plural_has_its_place() -> None:
    entry = entry_of('msgctxt "a"\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "día"\nmsgstr[1] ""\n"días"\n')
    assert [(str(said), said.where.line, said.where.column) for said in entry.said] == [
        ("día", 7, 12),
        ("días", 9, 2),
    ]


@pytest.mark.parametrize("nothing", ['""', '" "', '""\n" "'])
def test_a_translation_of_spaces_is_none(nothing: str) -> None:
    assert entry_of(f'msgctxt "a"\nmsgid "Say"\nmsgstr {nothing}\n').said == ()


def test_what_other_programs_note_is_read_past() -> None:
    text = (
        '# Ana\n#. note\n#: content/a.yml:12 content/b.yml\n#, fuzzy, no-wrap\n#| msgctxt "a"\n#| msgid ""\n'
        '#| "Old "\n#| "words"\nmsgctxt "a"\nmsgid "New"\nmsgstr "Nuevo"\n\n'
        '#~| msgid "older"\n#~ msgctxt "b"\n#~ msgid "Gone"\n#~ msgstr "Ido"\n'
    )
    file = read_po_file((HEAD + text).encode(), "es.po", "es")
    (entry,), (gone,) = file.entries, file.gone
    assert (entry.is_fuzzy, entry.previous, entry.remarks) == (True, ("Old words",), ("Ana",))
    assert (entry.notes, entry.file) == (("note",), "content/a.yml")
    assert (gone.english, gone.said) == (("Gone",), ("Ido",))
    once = po_bytes(file)
    assert po_bytes(read_po_file(once, "es.po", "es")) == once


@pytest.mark.parametrize(
    "added",
    [
        ["POT-Creation-Date: ", "PO-Revision-Date: ", "Last-Translator: ", "X-Generator: Poedit 3.2.2"],
        ["PO-Revision-Date: 2026-11-30 03:00+0000", "Language-Team: Spanish <https://example.org/x/es/>"],
        ["POT-Creation-Date: YEAR-MO-DA HO:MI+ZONE", "Report-Msgid-Bugs-To: ", "Content-Type: text/plain"],
    ],
    ids=["Poedit", "Weblate", "gettext"],
)
def test_what_a_program_adds_to_the_header_stays_as_it_is(added: list[str]) -> None:
    header = "".join(f'"{line}\\n"\n' for line in added)
    file = read_po_file((HEAD + header + '\nmsgctxt "a"\nmsgid "A"\nmsgstr "B"\n').encode(), "es.po", "es")
    assert [entry.said for entry in file.entries] == [("B",)]
    assert file.forms == 2
    assert {
        line.partition(":")[0]: line.partition(":")[2].strip() for line in added
    }.items() <= file.header.items()
    once = po_bytes(file)
    assert po_bytes(read_po_file(once, "es.po", "es")) == once


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgctxt "a"\nmsgid "A"\nmsgstr "\\x"\n\nmsgid "B', 8),
        ('msgctxt "a"\nmsgid "A"\n', 5),
        ("hello", 4),
        ('msgctxt "a"\nmsgid "A"\nmsgstr "B"\n\nmsgctxt "a"\nmsgid "A"\nmsgstr "C"', 9),
    ],
)
def test_what_is_no_catalog_is_reported_at_its_line(text: str, line: int) -> None:
    with pytest.raises(ContentError) as error:
        read_po_file((HEAD + text).encode(), "es.po", "es")
    assert [(one.rule, one.location.line) for one in error.value.problems] == [("not-a-catalog", line)]
