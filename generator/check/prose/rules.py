"""The rules about wording, which give warnings.

A rule is a generator that yields a problem for each violation, and its docstring says what it looks for. It's
named for the ID in brackets behind its messages. To add one, write it, list it in `RULES`, or in
`RECORD_RULES` if it looks at one record at a time, and add a story to generator/check/stories/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from generator.check.prose.markup import changes, marks
from generator.check.prose.opening_marks import WITH_OPENING_MARKS, unopened
from generator.check.prose.readability import grade, sentences
from generator.check.prose.spelling import misspelled, suggestion
from generator.check.prose.texts import ProseCorpus, RecordTexts
from generator.check.prose.words import doubled, key, keys, stem, words
from generator.check.references import repeats
from generator.engine.memo import Identity, Memo
from generator.model.fields import Summary
from generator.model.record import Record
from generator.problems import Problem, Problems

CARD = 140
"""Characters of a summary that fit on a card: five lines on a phone 320 pixels wide."""
YEAR = 366
"""Days after which a source or the local help has to be reviewed again."""
FIX_DATE = "correct that date, or “updated” in content/guide.yml"
Rule = Callable[[ProseCorpus], Problems]
RecordRule = Callable[[RecordTexts, Any], Problems]
"""Finds problems in one record; it also gets a setting of the guide, which `RECORD_RULES` selects."""
RUN = re.compile(r"[^\W_]+")
"""Letters and digits in a row."""
UNFINISHED = re.compile(
    r"""
    (?=[TFX?LlPp\[])  # skips most characters quickly
    (?: \b(?:TODO|FIXME|X{3,}|TBD)\b | \?{3,}
      | (?i: \blorem[ ]ipsum\b | \bplaceholder\b | \[(?:insert|add|your[ ]name)\b[^\[\]]*(?:\](?!\()|$) )
    )
    """,
    re.VERBOSE,
)
"""In brackets only if it isn't a link: “[your name]” is a blank that no one filled in."""


class Findings(NamedTuple):
    """What proofreading one record found."""

    keys: tuple[str, ...]
    """Its words, as a dictionary lists them."""
    problems: tuple[Problem, ...]
    """Those of `RECORD_RULES`."""


_findings: Memo[Findings] = Memo()
"""By record, and by the rules with the settings they depend on."""


def problems(corpus: ProseCorpus) -> Problems:
    """Yield what all rules find."""
    for findings in _in_records(corpus):
        yield from findings.problems
    for rule in RULES:
        yield from rule(corpus)


def _in_records(corpus: ProseCorpus) -> Iterator[Findings]:
    """Yield what was found in each of the corpus's records; those that didn't change aren't read again."""
    rules = tuple((rule, setting) for rule, of in RECORD_RULES.items() if (setting := of(corpus)))
    for record in corpus.records:
        inputs = Identity(record.record), rules
        yield _findings.get_or_compute(inputs, lambda: _in_record(record, rules))  # noqa: B023


def _in_record(record: RecordTexts, rules: Iterable[tuple[RecordRule, Any]]) -> Findings:
    found = tuple(problem for rule, setting in rules for problem in rule(record, setting))
    return Findings(tuple(keys(text.plain for text in record.spelled)), found)


def misspelling(corpus: ProseCorpus) -> Problems:
    """A word isn't in the dictionary, and the guide doesn't allow it; reported once per file.

    A text that isn't written yet is in the language of the program's starters, so it isn't looked at.
    """
    language = corpus.language
    allowed = _allowed(corpus.style.words)
    found = [*_in_records(corpus)]
    wrong = misspelled({key for one in found for key in one.keys if stem(key) not in allowed}, language)
    reported = set()
    pairs = zip(corpus.records, found, strict=True)
    suspects = (record for record, one in pairs if wrong.intersection(one.keys))
    for text in (text for record in suspects for text in record.spelled):
        if UNFINISHED.search(text.value):
            continue
        for word in (one for one in words(text.plain) if one.key in wrong):
            if (once := (text.value.where.file, word.key)) in reported:
                continue
            reported.add(once)
            other = suggestion(word.key, language)
            start = f"did you mean “{other}”? If not," if other else "correct it, or"
            message = f"“{word.text}” isn’t in the dictionary"
            where = "“words”" if corpus.guide.translation else "“words” under “prose”"
            fix = f"{start} add it to {where} in {corpus.settings}"
            yield Problem(text.value.place(word.start, word.end), "misspelling", message, fix)


def _allowed(entries: Iterable[str]) -> set[str]:
    return {stem(word.key) for entry in entries for word in words(entry)}


def idle_word(corpus: ProseCorpus) -> Problems:
    """A word is allowed, but no text of the guide uses it any more."""
    if not corpus.complete:
        return  # a file that can't be read yet might use it
    used = {stem(key) for found in _in_records(corpus) for key in found.keys}
    for entry in corpus.words:
        if not used.issuperset(stem(word.key) for word in words(entry)):
            message = f"“{entry}” is allowed, but no text uses it"
            yield Problem(entry.where, "idle-word", message, "delete it here")


def doubled_word(record: RecordTexts, language: str) -> Problems:
    """A word appears twice in a row."""
    for text in record.running:
        for word in doubled(text.plain, language):
            message = f"“{word.text}” appears twice in a row"
            yield Problem(
                text.value.place(word.start, word.end), "doubled-word", message, "delete one of them"
            )


def opening_mark(record: RecordTexts, _: bool) -> Problems:
    """A question or an exclamation lacks its mark at the beginning, in a language that has them."""
    for text in record.running:
        for place, mark in unopened(text.plain):
            message = f"nothing opens this sentence, which ends with “{text.plain[place]}”"
            fix = f"write {mark} where the question or exclamation begins"
            yield Problem(text.value.place(place, place + 1), "opening-mark", message, fix)


def banned_phrase(record: RecordTexts, banned: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Problems:
    """A text contains a phrase that the guide avoids.

    Things to avoid (`avoid`) and search words (`also`, `synonyms`) can contain such phrases.
    """
    by_start = _by_start(tuple(phrase for phrase, _, _ in banned))
    for text in record.running:
        starts = {"", *(run.casefold() for run in RUN.findall(text.plain))}
        found = [
            (match, banned[at])
            for start in starts & by_start.keys()
            for at in by_start[start]
            for match in _pattern((banned[at][0],)).finditer(text.plain)
        ]
        end = 0
        for match, (_, instead, right) in sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end())):
            if match.start() < end:
                continue  # it's part of a longer one
            end = match.end()
            if right and any(_is_within(match, one) for one in _pattern(right).finditer(text.plain)):
                continue
            phrase = " ".join(filter(None, (word.strip("*_") for word in match[0].split())))
            place = text.value.place(*match.span())
            yield Problem(place, "banned-phrase", f"this guide avoids “{phrase}”", instead)


@cache
def _by_start(phrases: tuple[str, ...]) -> Mapping[str, list[int]]:
    """Return the numbers of the `phrases` by what they start with, because few of these are in a text."""
    found = dict[str, list[int]]()
    for at, phrase in enumerate(phrases):
        start = RUN.search(key(phrase))
        found.setdefault(start[0].casefold() if start else "", []).append(at)
    return found


def _is_within(match: re.Match[str], other: re.Match[str]) -> bool:
    return other.start() <= match.start() and match.end() <= other.end()


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    each = "|".join(_phrase_pattern(key(phrase)) for phrase in phrases)
    return re.compile(rf"(?<![^\W_])(?:{each})(?![^\W_])", re.IGNORECASE)


def _phrase_pattern(phrase: str) -> str:
    """Return a pattern for `phrase` with any line breaks, emphasis and kind of apostrophe."""
    return r"[\s*_]+".join(re.escape(word).replace("'", "['’]") for word in phrase.split())


def hard_to_read(record: RecordTexts, limit: tuple[int, str, str]) -> Problems:
    """A page takes more years of school to read than the guide allows in its language."""
    highest, language, file = limit
    read = [(text, sentence) for text in record.running for sentence in sentences(text.plain)]
    measured = grade([sentence for _, sentence in read], language)
    if measured is None or round(measured, 1) <= highest:
        return
    text, longest = max(read, key=lambda pair: len(pair[1].words))
    length = f"{len(longest.words)} words"
    message = f"this page reads at grade {measured:.1f}, but “grade” in {file} allows {highest}"
    fix = f"start with its longest sentence, this one of {length}: split it, or use shorter words"
    yield Problem(text.value.place(longest.start, longest.end), "hard-to-read", message, fix)


def long_summary(corpus: ProseCorpus) -> Problems:
    """A summary is longer than the card that shows it in a list."""
    for _, summary in _summaries(corpus):
        if len(summary) > CARD:
            message = f"this has {len(summary)} characters, but a card in a list has room for {CARD}"
            yield Problem(summary.where, "long-summary", message, "shorten it")


def same_summary(corpus: ProseCorpus) -> Problems:
    """Two records have the same summary, so readers can't distinguish them in a list."""
    for (_, summary), (other, _) in repeats(_summaries(corpus), lambda pair: key(pair[1])):
        message = f"{other.id.where.file} has the same summary"
        yield Problem(summary.where, "same-summary", message, "say what’s different about this one")


def markup(record: RecordTexts, pages: frozenset[str]) -> Problems:
    """A text has marks that readers would see, a bare web address, or something that reading it changes."""
    for text in record.texts:
        yield from marks(text, pages)
        yield from changes(text)


def unfinished(record: RecordTexts, _: bool) -> Problems:
    """A text contains a note to finish it later."""
    for text in record.texts:
        for match in UNFINISHED.finditer(text.value):
            message = f"this still contains “{match[0]}”"
            yield Problem(text.value.place(*match.span()), "unfinished", message, "replace it")


def old_review(corpus: ProseCorpus) -> Problems:
    """A source was last reviewed more than a year before the date in content/guide.yml, or never.

    The date in the guide counts and not today's, so that a check doesn't start to fail by itself. A review
    more than a year after that date is a typo, because the source would never count as old. In a guide
    without any reviews, none is missing.
    """
    sources = corpus.guide.sources.values()
    updated = corpus.guide.outline.updated
    for source in sources:
        if source.reviewed and (when := _far_from(source.reviewed, updated)):
            message = f"“{source.label}” was reviewed on {when}"
            fix = "check that it still says that, and write today’s date under “reviewed”"
            fix = fix if source.reviewed < updated else FIX_DATE
        elif not source.reviewed and any(other.reviewed for other in sources):
            message = f"“{source.label}” has no review date, but other sources do"
            fix = "add a line “reviewed: …” with the date"
        else:
            continue
        yield Problem(source.id.where, "old-review", message, fix)


def old_help(corpus: ProseCorpus) -> Problems:
    """The local help was last checked more than a year before the date in content/guide.yml, or after it."""
    help, updated = corpus.guide.site.local_help, corpus.guide.outline.updated
    if help and (when := _far_from(help.checked, updated)):
        fix = "call or open each entry, correct what changed, and write today’s date under “checked”"
        fix = fix if help.checked < updated else FIX_DATE
        yield Problem(help.country.where, "old-help", f"the local help was checked on {when}", fix)


def _far_from(day: date, updated: date) -> str:
    """Return `day` and how it’s too far from `updated`; nothing if it’s within a year of it."""
    if abs((day - updated).days) <= YEAR:
        return ""
    return f"{day}, more than a year {'before' if day < updated else 'after'} {updated}"


def _summaries(corpus: ProseCorpus) -> Iterator[tuple[Record, Summary]]:
    for record in (texts.record for texts in corpus.records):
        if isinstance(record, Record):
            yield from ((record, summary) for summary in _summaries_of(record))


def _summaries_of(record: Record) -> Iterator[Summary]:
    found = (getattr(record, name, None) for name in ("summary", "outcome"))
    yield from (summary for summary in found if isinstance(summary, Summary))


def concern_others(record: Record, corpus: ProseCorpus) -> tuple[object, ...]:
    """Return what warnings about other records depend on: its summaries, and the allowed words it has."""
    allowed = _allowed(corpus.style.words)
    found = keys(text.plain for text in RecordTexts(record).spelled)
    return [*_summaries_of(record)], allowed.intersection(map(stem, found))


RULES: tuple[Rule, ...] = (
    misspelling,
    idle_word,
    long_summary,
    same_summary,
    old_review,
    old_help,
)
RECORD_RULES: Mapping[RecordRule, Callable[[ProseCorpus], Hashable]] = {
    doubled_word: lambda corpus: corpus.language,
    opening_mark: lambda corpus: corpus.language in WITH_OPENING_MARKS,
    banned_phrase: lambda corpus: tuple(
        (str(one.say), str(one.instead), tuple(map(str, one.unless))) for one in corpus.style.banned
    ),
    hard_to_read: lambda corpus: (
        (corpus.style.grade, corpus.language, corpus.settings) if corpus.style.grade else None
    ),
    markup: lambda corpus: corpus.pages,
    unfinished: lambda corpus: True,
}
"""Rules about one record, and the setting each depends on; without a setting, there's nothing to find."""
