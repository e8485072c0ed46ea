"""The rules about other languages: what's wrong with a translation, and what's missing in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from generator.check.prose import rules
from generator.check.prose.texts import ProseCorpus
from generator.check.references import References, Rule
from generator.check.room import cramped
from generator.load.progress import Progress, Translated
from generator.load.translation_edit import TranslationEdit
from generator.model.guide import Guide
from generator.model.language import FOLDER
from generator.model.language_names import english_name
from generator.model.markdown import TARGET
from generator.model.units import BLANK
from generator.model.worksheet import Worksheet
from generator.problems import Location, Problem, Problems

FEWEST_WORDS = 4
"""Words from which on no text is the same in two languages by chance."""
WORD = re.compile(r"[^\W\d_]+")
OF_ALL_TEXTS = frozenset(["misspelling", "same-summary"])
"""Rules that report something only at the first of several places."""
ENDING = 2
"""Letters at the end of a word that can change with its form."""


def problems(translated: Translated, every: Iterable[Rule]) -> Problems:
    """Yield what's wrong with a translation; `every` rule of the original holds for it, too."""
    yield from translated.problems
    if translated.guide:
        references = References(translated.guide, frozenset())
        yield from _own(problem for rule in every for problem in rule(references))


def warnings(translated: Translated) -> Problems:
    """Yield the warnings about a translation that has no errors."""
    guide, progress = translated.guide, translated.progress
    if not progress or translated.problems:
        return
    yield from _as_warnings(interface_unfinished(translated, progress))
    yield from _as_warnings(untranslated(progress))
    if guide:
        yield from _as_warnings(_about_texts(progress, ProseCorpus(guide, progress.total.is_whole)))


def warnings_after(edit: TranslationEdit, known: Iterable[Problem]) -> frozenset[Problem] | None:
    """Return the warnings about a translation after an `edit`; `known` are those before.

    Returns None if only a look at all of its texts finds them.
    """
    pairs, known, is_whole = edit.pairs.values(), [*known], edit.now.total.is_whole
    corpora = [ProseCorpus(edit.guide, False, tuple(pair[at] for pair in pairs)) for at in (0, 1)]
    before, after = (
        frozenset(_as_warnings(_about_texts(progress, corpus)))
        for progress, corpus in zip((edit.before, edit.now), corpora, strict=True)
    )
    concerns = [[rules.concern_others(one, corpora[0]) for one in pair] for pair in pairs]
    words = is_whole and bool(corpora[0].words)
    if (
        not OF_ALL_TEXTS.isdisjoint(one.rule for one in before ^ after)
        or any(old[0] != new[0] or (words and old[1] != new[1]) for old, new in concerns)
        or (words and any(one.rule == untranslated.__name__ for one in known))
        or (edit.moved and any(one.location.line for one in known))
    ):
        return None
    gone = {untranslated.__name__, *(() if is_whole else ("idle-word",))}
    kept = frozenset(one for one in known if one.rule not in gone)
    return (kept - before) | after | {*_as_warnings(untranslated(edit.now))}


def _about_texts(progress: Progress, corpus: ProseCorpus) -> Problems:
    """Yield what's wrong with the texts in `corpus`, whose translations `progress` lists."""
    guide = corpus.guide
    every = guide.worksheets.values() if corpus.only is None else corpus.only
    sheets = (one for one in every if isinstance(one, Worksheet))
    whole = (sheet for sheet in sheets if f"{sheet.folder}/{sheet.id}" in progress.whole)
    yield from same_as_original(progress)
    yield from term(progress, guide)
    yield from _own(chain(rules.problems(corpus), cramped(whole)))


def _as_warnings(found: Iterable[Problem]) -> Problems:
    return (replace(problem, severity="warning") for problem in found)


def _own(found: Iterable[Problem]) -> Problems:
    """Yield what's about the translation itself; the rest was reported for the original.

    A rule that reports at an ID, which is only in the original, finds nothing in translations.
    """
    return (one for one in found if f"/{FOLDER}/" in one.location.file)


def interface_unfinished(translated: Translated, progress: Progress) -> Problems:
    """The program doesn't say everything in a language yet, or not in the words of the guide."""
    if translated.unsaid or translated.reworded:
        name = english_name(progress.language)
        message = f"{name} isn’t published yet: not all of the program’s own texts are translated"
        if not translated.unsaid:
            texts = "1 text" if len(translated.reworded) == 1 else f"{len(translated.reworded)} texts"
            message = f"{name} has {texts} of the program in its usual words: yours aren’t translated yet"
        fix = f"“advice translate {progress.language} --interface” writes a file to translate the rest in"
        yield Problem(Location(progress.file), "interface-unfinished", message, fix)


def untranslated(progress: Progress) -> Problems:
    """Texts of the guide aren't translated yet, or have changed since."""
    total = progress.total
    missing, stale = total.missing_texts, total.stale_texts
    if missing or stale:
        parts = [f"{missing:,} of {total.texts:,} texts are missing"] if missing else []
        whose = "" if missing else " text" if stale == 1 else " texts"
        parts += [f"{stale:,}{whose} {'is' if stale == 1 else 'are'} out of date"] if stale else []
        message = f"{english_name(progress.language)}: {', and '.join(parts)}"
        if not total.is_enough:
            message = f"{message}; it’s published once half of the words are translated"
        fix = f"“advice translate {progress.language} --report” lists them"
        yield Problem(Location(progress.file), "untranslated", message, fix)


def same_as_original(progress: Progress) -> Problems:
    """A translation is the same as the original, and too long for that to be a coincidence."""
    for unit, answer in progress.done:
        # What works are called stays as it is.
        if (
            unit.record != "sources"
            and answer == unit.text
            and not unit.place.is_list
            and len(_words(unit.text)) >= FEWEST_WORDS
        ):
            message = "this is the same as the original"
            yield Problem(answer.where, "same-as-original", message, "translate it")


def term(progress: Progress, guide: Guide) -> Problems:
    """A translation doesn't use the word that the settings of its language name for one of the original."""
    terms = guide.translation.settings.terms if guide.translation else {}
    patterns = {word: re.compile(rf"\b{re.escape(word)}(?:s|es)?\b", re.IGNORECASE) for word in terms}
    for unit, answer in progress.done if terms else ():
        text = TARGET.sub("", unit.text)
        for word, pattern in patterns.items():
            if pattern.search(text) and not unit.place.is_list and not _uses(answer, terms[word]):
                message = f"the original says “{word}” here, which is “{terms[word]}” in this language"
                fix = f"use it, or correct “terms” in content/{FOLDER}/{progress.language}.yml"
                yield Problem(answer.where, "term", message, fix)


def _uses(text: str, term: str) -> bool:
    """Return whether `text` has the words of `term`, whatever their endings."""
    starts = (word[: max(3, len(word) - ENDING)] for word in _words(term))
    return all(any(word.startswith(start) for word in _words(text)) for start in starts)


def _words(text: str) -> list[str]:
    return WORD.findall(BLANK.sub("", TARGET.sub("", text)).casefold())
