"""The rules about wording, which give warnings.

A rule is a generator that yields a problem for each violation, and its docstring says what it looks for. It's
named for the ID in brackets behind its messages. To add one, write it, list it in `RULES`, and add a story
to generator/check/stories/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from generator.check.prose.readability import LANGUAGES, grade, sentences
from generator.check.prose.spelling import misspelled, suggestion
from generator.check.prose.texts import ProseCorpus, RecordTexts
from generator.check.prose.words import doubled, key, stem, words
from generator.engine.memo import Memo
from generator.model.fields import Summary
from generator.model.record import Record
from generator.problems import Problem, Problems

CARD = 140
"""Characters of a summary that fit on a card: five lines on a phone 320 pixels wide."""
YEAR = 366
"""Days after which a source has to be reviewed again."""
SETTINGS = "site_config.yml"
Setting = TypeVar("Setting", bound=Hashable)
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
_cached: Memo[tuple[Problem, ...]] = Memo()
"""The problems of each record, by the function that looked for them and the setting it depends on."""


def _in_each_record(
    corpus: ProseCorpus, find: Callable[[RecordTexts, Setting], Problems], setting: Setting
) -> Problems:
    """Yield what `find` yields for each record; it runs again only for records that changed."""
    for record in corpus.records:
        yield from _cached.get_or_compute((find, record, setting), lambda: tuple(find(record, setting)))  # noqa: B023


def misspelling(corpus: ProseCorpus) -> Problems:
    """A word isn't in the dictionary, and the guide doesn't allow it; reported once per file."""
    language = corpus.guide.site.language
    allowed = {stem(word.key) for entry in corpus.style.words for word in words(entry)}
    wrong = misspelled({key for key in corpus.keys if stem(key) not in allowed}, language)
    reported = set()
    for text in (text for record in corpus.records if record.keys & wrong for text in record.spelled):
        for word in text.words:
            once = (text.value.where.file, word.key)
            if word.key not in wrong or once in reported:
                continue
            reported.add(once)
            other = suggestion(word.key, language)
            start = f"did you mean “{other}”? If not," if other else "correct it, or"
            yield Problem(
                text.place(word.start, word.end),
                "misspelling",
                f"“{word.text}” isn’t in the dictionary",
                f"{start} add it to “words” under “prose” in {SETTINGS}",
            )


def idle_word(corpus: ProseCorpus) -> Problems:
    """A word is allowed, but no text of the guide uses it any more."""
    if not corpus.complete:
        return  # a file that can't be read yet might use it
    used = {stem(key) for key in corpus.keys}
    for entry in corpus.style.words:
        if not used.issuperset(stem(word.key) for word in words(entry)):
            message = f"“{entry}” is allowed, but no text uses it"
            yield Problem(entry.where, "idle-word", message, "delete it here")


def doubled_word(corpus: ProseCorpus) -> Problems:
    """A word appears twice in a row."""
    yield from _in_each_record(corpus, _doubled, str(corpus.guide.site.language))


def _doubled(record: RecordTexts, language: str) -> Problems:
    for text in record.running:
        for word in doubled(text.plain, language):
            message = f"“{word.text}” appears twice in a row"
            yield Problem(text.place(word.start, word.end), "doubled-word", message, "delete one of them")


def banned_phrase(corpus: ProseCorpus) -> Problems:
    """A text contains a phrase that the guide avoids.

    Things to avoid (`avoid`) and search words (`also`, `synonyms`) can contain such phrases.
    """
    if banned := sorted(corpus.style.banned, key=lambda entry: len(entry.say), reverse=True):
        phrases = tuple((str(entry.say), str(entry.instead)) for entry in banned)
        yield from _in_each_record(corpus, _banned, phrases)


def _banned(record: RecordTexts, banned: tuple[tuple[str, str], ...]) -> Problems:
    """Yield where `record` contains a `banned` phrase; each comes with what to write instead."""
    phrases = "|".join(f"({_phrase_pattern(key(phrase))})" for phrase, _ in banned)
    pattern = re.compile(rf"(?<![^\W_])(?:{phrases})(?![^\W_])", re.IGNORECASE)
    for text in record.running:
        for match in pattern.finditer(text.plain):
            assert match.lastindex
            phrase = " ".join(filter(None, (word.strip("*_") for word in match[0].split())))
            place, (_, instead) = text.place(match.start(), match.end()), banned[match.lastindex - 1]
            yield Problem(place, "banned-phrase", f"this guide avoids “{phrase}”", instead)


def _phrase_pattern(phrase: str) -> str:
    """Return a pattern for `phrase` with any line breaks, emphasis and kind of apostrophe."""
    return r"[\s*_]+".join(re.escape(word).replace("'", "['’]") for word in phrase.split())


def hard_to_read(corpus: ProseCorpus) -> Problems:
    """A page takes more years of school to read than the guide allows."""
    highest = corpus.style.grade
    if highest and corpus.guide.site.language in LANGUAGES:
        yield from _in_each_record(corpus, _hard, highest)


def _hard(record: RecordTexts, highest: int) -> Problems:
    read = [(text, sentence) for text in record.running for sentence in sentences(text.plain)]
    measured = grade([sentence for _, sentence in read])
    if measured is None or round(measured, 1) <= highest:
        return
    text, longest = max(read, key=lambda pair: len(pair[1].words))
    yield Problem(
        text.place(longest.start, longest.end),
        "hard-to-read",
        f"this page reads at grade {measured:.1f}, but “grade” in {SETTINGS} allows {highest}",
        f"start with its longest sentence, this one of {len(longest.words)} words: "
        "split it, or use shorter words",
    )


def long_summary(corpus: ProseCorpus) -> Problems:
    """A summary is longer than the card that shows it in a list."""
    for _, summary in _summaries(corpus):
        if len(summary) > CARD:
            message = f"this has {len(summary)} characters, but a card in a list has room for {CARD}"
            yield Problem(summary.where, "long-summary", message, "shorten it")


def same_summary(corpus: ProseCorpus) -> Problems:
    """Two records have the same summary, so readers can't distinguish them in a list."""
    first: dict[str, Record] = {}
    for record, summary in _summaries(corpus):
        other = first.setdefault(key(summary), record)
        if other is not record:
            message = f"{other.id.where.file} has the same summary"
            yield Problem(summary.where, "same-summary", message, "say what’s different about this one")


def unfinished(corpus: ProseCorpus) -> Problems:
    """A text contains a note to finish it later."""
    yield from _in_each_record(corpus, _unfinished, None)


def _unfinished(record: RecordTexts, _: None) -> Problems:
    for text in record.texts:
        for match in UNFINISHED.finditer(text.value):
            place = text.place(match.start(), match.end())
            yield Problem(place, "unfinished", f"this still contains “{match[0]}”", "replace it")


def old_review(corpus: ProseCorpus) -> Problems:
    """A source was last reviewed more than a year before the date in content/guide.yml, or never.

    The date in the guide counts and not today's, so that a check doesn't start to fail by itself. A review
    more than a year after that date is a typo, because the source would never count as old. In a guide
    without any reviews, none is missing.
    """
    sources = corpus.guide.sources.values()
    updated = corpus.guide.outline.updated
    for source in sources:
        if source.reviewed and (source.reviewed - updated).days > YEAR:
            message = f"“{source.label}” was reviewed on {source.reviewed}, more than a year after {updated}"
            fix = "correct that date, or “updated” in content/guide.yml"
        elif source.reviewed and (updated - source.reviewed).days > YEAR:
            message = f"“{source.label}” was reviewed on {source.reviewed}, more than a year before {updated}"
            fix = "check that it still says that, and write today’s date under “reviewed”"
        elif not source.reviewed and any(other.reviewed for other in sources):
            message = f"“{source.label}” has no review date, but other sources do"
            fix = "add a line “reviewed: …” with the date"
        else:
            continue
        yield Problem(source.id.where, "old-review", message, fix)


def _summaries(corpus: ProseCorpus) -> Iterator[tuple[Record, Summary]]:
    for record in corpus.guide.records():
        for name in ("summary", "outcome"):
            if isinstance(summary := getattr(record, name, None), Summary):
                yield record, summary


RULES: tuple[Callable[[ProseCorpus], Problems], ...] = (
    misspelling,
    idle_word,
    doubled_word,
    banned_phrase,
    hard_to_read,
    long_summary,
    same_summary,
    unfinished,
    old_review,
)
