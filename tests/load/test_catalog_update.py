"""No change of the original goes unnoticed in a translation, and none is reported that isn't one."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from generator.load import catalog_update
from generator.load.catalog import Catalog, read_catalog
from generator.load.catalog_update import Update, updated
from generator.load.po_file import PoEntry, po_bytes
from generator.model.source_text import SourceFile, SourceText
from generator.model.units import GuideUnit, Key, passages_of, units
from generator.model.worksheet import Choice
from tests.support.nightly import representatives
from tests.support.paths import GUIDE, ROOT
from tests.support.pseudo_language import accented, translate_guide
from tests.support.translated_guide import (
    catalog_of,
    copy_of,
    edit,
    original,
    path_of,
    small_copy,
    translation,
)

DRIFTS = 200
WORD = re.compile(r"(?<![\w’'/#{(-])[a-z]{5,}(?![\w’'/#})-])")
ASKING = "content/principles/ask-first.yml"
LETTER = "content/messages/ask-for-five-minutes.yml"
SHORT = "messages/ask-for-five-minutes/short"
TITLE = "principles/ask-first/title", "Ask before you tell"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of the small guide whose every text is translated."""
    root = small_copy(tmp_path)
    translate_guide(root, "es")
    return root


def update(root: Path, *same: str) -> Update:
    """Take today's texts of the guide in the folder `root` into its catalog, as the command does."""
    made = updated(
        list(units(original(root))), catalog_of(root), "es", 1.35, lambda unit: unit.context in same
    )
    path_of(root).write_bytes(made.data)
    return made


def state(root: Path) -> tuple[list[str], list[str]]:
    """Return the contexts of what's out of date, and of what's missing."""
    progress = translation(root).progress
    assert progress
    stale = [one.unit.context for one in progress.stale]
    return stale, [unit.context for unit in progress.missing]


def answers(data: bytes) -> dict[Key, str]:
    entries = read_catalog(data, "es.po", "es").file.entries
    return {(entry.context, entry.english[0]): entry.said[0] for entry in entries if entry.is_usable}


@pytest.mark.parametrize("guide", representatives([ROOT, GUIDE], GUIDE.__eq__, lambda guide: guide.name))
def test_every_drift_is_reported_and_nothing_else(guide: Path, tmp_path: Path) -> None:
    root = copy_of(guide, tmp_path / "guide")
    translate_guide(root, "es")
    drifted = drift(root, DRIFTS if guide is ROOT else DRIFTS // 8)
    for _ in range(2):
        progress = translation(root).progress
        assert progress
        assert {one.unit.key for one in progress.stale} == drifted.keys()
        assert {one.unit.key: one.before for one in progress.stale} == drifted
        assert progress.missing == []
        made = update(root)
        assert made.changes["new"] == 0
    assert made.data.count(b"\n#, fuzzy\n") == len(drifted)


def drift(root: Path, count: int) -> dict[Key, str]:
    """Change a word in so many texts of the guide in `root`; return what each said before, by its new key."""
    rng = random.Random(count)
    guide = original(root)
    places = Counter(key for _, every in passages_of(guide) for place in every for key in place.units)
    # The words of a choice can make its ID, which is no text.
    once = (unit for unit in units(guide) if places[unit.key] == 1)
    every = [unit for unit in once if not isinstance(unit.place.owner, Choice)]
    rng.shuffle(every)
    edits, drifted = defaultdict[str, list[tuple[int, str]]](list), dict[Key, str]()
    touched = set[tuple[str, int]]()
    for unit in every:
        if len(drifted) == count:
            break
        for text in unit.place.texts:
            file = text.source
            assert isinstance(file, SourceFile)
            words = [
                word for word in WORD.findall(unit.text) if text.raw.count(word) == unit.text.count(word) == 1
            ]
            if words and (file.name, text.start) not in touched:
                word = rng.choice(words)
                touched.add((file.name, text.start))
                edits[file.name].append((text.start + text.raw.index(word), word))
                drifted[unit.context, unit.text.replace(word, word[::-1])] = unit.text
                break
    assert len(drifted) == count
    for name, words in edits.items():
        data = (root / name).read_text("utf-8")
        for start, word in sorted(words, reverse=True):
            data = data[:start] + word[::-1] + data[start + len(word) :]
        (root / name).write_text(data, "utf-8")
    return drifted


def test_an_update_of_nothing_changes_no_byte(whole: Path) -> None:
    before = path_of(whole).read_bytes()
    assert update(whole).data == before
    edit(whole / ASKING, f"title: {TITLE[1]}", "title: Ask, then tell")
    edit(whole / ASKING, "name: Asking", "name: Questions")
    drop_short_form(whole)
    once = update(whole).data
    assert update(whole).data == once


def drop_short_form(root: Path) -> None:
    text = (root / LETTER).read_text("utf-8")
    (root / LETTER).write_text(re.sub(r"^short: .*\n", "", text, flags=re.MULTILINE), "utf-8")


def test_a_changed_text_is_doubtful_and_says_what_it_was(whole: Path) -> None:
    edit(whole / ASKING, f"title: {TITLE[1]}", "title: Ask, then tell")
    assert update(whole).changes["changed"] == 1
    entry = catalog_of(whole).entry((TITLE[0], "Ask, then tell"))
    assert entry
    assert (entry.is_fuzzy, entry.previous, entry.said) == (True, (TITLE[1],), (accented(TITLE[1]),))
    edit(whole / ASKING, "title: Ask, then tell", "title: First ask, then tell")
    update(whole)
    entry = catalog_of(whole).entry((TITLE[0], "First ask, then tell"))
    assert entry
    assert entry.previous == (TITLE[1],), "it was translated from this, and not from what came between"


def test_a_text_that_comes_back_has_its_translation_again(whole: Path) -> None:
    before, names = path_of(whole).read_bytes(), (ASKING, LETTER)
    texts = [(whole / name).read_text("utf-8") for name in names]
    edit(whole / ASKING, f"title: {TITLE[1]}", "title: Ask, then tell")
    drop_short_form(whole)
    made = update(whole)
    assert f'#~ msgctxt "{SHORT}"'.encode() in made.data
    for name, text in zip(names, texts, strict=True):
        (whole / name).write_text(text, "utf-8")
    assert update(whole).data == before


def test_what_was_doubtful_and_then_gone_is_not_right_when_it_comes_back(whole: Path) -> None:
    text = (whole / LETTER).read_text("utf-8")
    edit(whole / LETTER, "do you have five minutes", "do you have ten minutes")
    changed = (whole / LETTER).read_text("utf-8")
    update(whole)
    drop_short_form(whole)
    update(whole)
    (whole / LETTER).write_text(changed, "utf-8")
    assert state(whole) == ([], [SHORT])
    (whole / LETTER).write_text(text, "utf-8")
    update(whole)
    assert state(whole) == ([], [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("costs one sentence, and the answer", "costs one sentence,\n    and the answer"),
        ("may be “tomorrow”.", 'may be "tomorrow".'),
        ("calmer talks; nobody has", "calmer  talks; nobody has"),
        ("Ask for five minutes in a quiet place", "Ask for five-minutes in a quiet place"),
    ],
)  # fmt: skip
def test_other_spaces_quotes_and_dashes_are_taken_over(whole: Path, old: str, new: str) -> None:
    edit(whole / ASKING, old, new)
    update(whole)
    assert state(whole) == ([], [])


def test_a_slip_that_was_fixed_keeps_the_translation_if_someone_says_so(whole: Path) -> None:
    edit(whole / ASKING, f"title: {TITLE[1]}", "title: Ask before you telll")
    assert state(whole) == ([TITLE[0]], [])
    assert update(whole, TITLE[0]).changes["same words"] == 1
    assert state(whole) == ([], [])
    edit(whole / ASKING, "telll", "tell!")
    update(whole)
    update(whole, TITLE[0])
    assert state(whole) == ([], [])


def test_rewrapping_and_new_entries_of_a_list_make_nothing_stale(whole: Path) -> None:
    path = whole / ASKING
    text = path.read_text("utf-8")
    rewrapped = text.replace("without warning is\n", "without\n    warning is ").replace(
        "A remark that arrives without warning", "A remark that\n    arrives without warning"
    )
    first = "in-short:\n"
    moved = rewrapped.replace(first, f"{first}  - Begin here.\n")
    assert moved not in (text, rewrapped)
    path.write_text(moved, "utf-8")
    assert state(whole) == ([], ["principles/ask-first/in-short"])
    update(whole)
    assert state(whole) == ([], ["principles/ask-first/in-short"])


def test_new_names_are_taken_over_with_all_that_is_in_them(whole: Path) -> None:
    before = sorted(answers(path_of(whole).read_bytes()).values())
    path = whole / "content/worksheets/one-talk.yml"
    text = path.read_text("utf-8")
    path.unlink()
    for other in (whole / "content").rglob("*.yml"):
        other.write_text(other.read_text("utf-8").replace("one-talk", "first-talk"), "utf-8")
    (path.parent / "first-talk.yml").write_text(f"was: [one-talk]\n{text}", "utf-8")
    made = update(whole)
    assert made.changes["moved"] > 20
    assert (made.changes["new"], made.changes["changed"]) == (0, 0)
    assert sorted(answers(made.data).values()) == before
    assert b"worksheets/one-talk" not in made.data
    assert state(whole) == ([], [])


def test_remarks_of_translators_and_the_top_of_the_file_stay(whole: Path) -> None:
    path = path_of(whole)
    line = b"#. The heading.\n#. At most 108 characters.\n#: content/principles/ask-first.yml\n"
    text = path.read_bytes()
    assert line in text
    text = b"# By Ana.\n" + text.replace(line, b"# Ask Ana about this.\n" + line, 1)
    path.write_bytes(text)
    assert update(whole).data == text


def test_notes_say_what_to_keep_and_how_long_a_text_can_be(whole: Path) -> None:
    entries = {entry.context: entry for entry in catalog_of(whole).file.entries}
    assert entries["messages/ask-for-five-minutes/subject"].notes[-1] == "Keep as they are: {what}"
    assert entries["principles/ask-first#take-no/how"].notes[-1].endswith(": checklists/before-the-talk")
    assert "At most 108 characters." in entries[TITLE[0]].notes
    assert any("one on each line" in note for note in entries["principles/ask-first/also"].notes)
    assert all(entry.notes for entry in entries.values())


def test_each_unit_is_there_once_with_its_file(whole: Path) -> None:
    entries, every = catalog_of(whole).file.entries, list(units(original(whole)))
    keys = [(entry.context, entry.english[0]) for entry in entries]
    assert keys == [unit.key for unit in every]
    assert len(set(keys)) == len(keys)
    assert all((whole / unit.file).is_file() for unit in every)
    data = po_bytes(replace(catalog_of(whole).file))
    assert all(f"#: {unit.file}\n".encode() in data for unit in every)


def test_two_texts_with_the_same_context_are_not_mixed_up() -> None:
    def unit(text: str) -> GuideUnit:
        return replace(any_unit, key=("c", text))

    any_unit = next(units(original(GUIDE)))
    first = updated([unit("One apple."), unit("Two pears.")], None, "es", 1.35)
    filled = first.data.replace(b'"One apple."\nmsgstr ""', b'"One apple."\nmsgstr "Una."')
    filled = filled.replace(b'"Two pears."\nmsgstr ""', b'"Two pears."\nmsgstr "Dos."')
    now = [unit("Two ripe pears."), unit("One apple, too."), unit("Three figs.")]
    catalog: Catalog = read_catalog(filled, "es.po", "es")
    made = read_catalog(updated(now, catalog, "es", 1.35).data, "es.po", "es")
    assert [(entry.previous, entry.said) for entry in made.file.entries] == [
        (("Two pears.",), ("Dos.",)),
        (("One apple.",), ("Una.",)),
        ((), ()),
    ]


def test_a_text_is_compared_with_few_earlier_ones(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog, compared = catalog_of(whole), list[str]()
    older = tuple(PoEntry(TITLE[0], (f"Ask {n}",), (SourceText(f"Pide {n}"),)) for n in range(1000))
    kept = tuple(entry for entry in catalog.file.entries if entry.context != TITLE[0])

    def likeness(unit: GuideUnit, entry: PoEntry) -> float:
        compared.append(entry.english[0])
        return 0

    monkeypatch.setattr(catalog_update, "_likeness", likeness)
    catalog = replace(catalog, file=replace(catalog.file, entries=(*kept, *older)))
    assert catalog_update.outdated(units(original(whole)), catalog)
    assert len(compared) == catalog_update.MOST_CANDIDATES
