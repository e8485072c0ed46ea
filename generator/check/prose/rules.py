"""The rules of wording: what a careful reader would mark with a pencil. Their breaches are warnings.

A rule is a generator that yields a problem for each breach; its docstring says what is wrong when
it is broken. To add one, write it and name it in `RULES`; generator/check/stories/ holds a story for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from generator.check.prose.readability import LANGUAGES, grade, sentences
from generator.check.prose.spelling import misspelt, suggestion
from generator.check.prose.texts import ProseCorpus, RecordTexts
from generator.check.prose.words import doubled, key, stem, words
from generator.engine.memo import Memo
from generator.model.fields import Summary
from generator.model.record import Record
from generator.problems import Problem, Problems

CARD = 140
"""Characters of a summary: five lines of a card on a phone that is 320 pixels wide."""
YEAR = 366
"""Days after which a source is to be looked at again."""
SETTINGS = "site_config.yml"
Setting = TypeVar("Setting", bound=Hashable)
UNFINISHED = re.compile(
    r"""
    (?=[TFX?LlPp\[])  # lets most signs be passed over quickly
    (?: \b(?:TODO|FIXME|X{3,}|TBD)\b | \?{3,}
      | (?i: \blorem[ ]ipsum\b | \bplaceholder\b | \[(?:insert|add|your[ ]name)\b[^\[\]]*(?:\](?!\()|$) )
    )
    """,
    re.VERBOSE,
)
"""In brackets, only what is no link: “[your name]” is a blank that nobody filled in."""
_noted: Memo[tuple[Problem, ...]] = Memo()
"""What was found on each leaf, by the function that looked for it and the setting on which that depends."""


def _on_each_leaf(
    manuscript: ProseCorpus, find: Callable[[RecordTexts, Setting], Problems], setting: Setting
) -> Problems:
    """Yield what `find` finds on the leaves; it is asked again only of what was changed."""
    for leaf in manuscript.leaves:
        yield from _noted.get_or_compute((find, leaf, setting), lambda: tuple(find(leaf, setting)))  # noqa: B023


def misspelling(manuscript: ProseCorpus) -> Problems:
    """A word stands neither in the dictionary nor among those that the guide allows; told once a file."""
    language = manuscript.guide.site.language
    allowed = {stem(word.key) for entry in manuscript.style.words for word in words(entry)}
    wrong = misspelt({key for key in manuscript.keys if stem(key) not in allowed}, language)
    holding = (leaf for leaf in manuscript.leaves if not wrong.isdisjoint(leaf.keys))
    told = set()
    for shown, word in ((text, word) for leaf in holding for text in leaf.worded for word in text.words):
        once = (shown.text.where.file, word.key)
        if word.key not in wrong or once in told:
            continue
        told.add(once)
        relative_to_cwd = suggestion(word.key, language)
        begin = f"did you mean “{relative_to_cwd}”? If not," if relative_to_cwd else "correct it, or"
        yield Problem(
            shown.place(word.start, word.end),
            "misspelling",
            f"the dictionary does not have “{word.text}”",
            f"{begin} add it to “words” under “prose” in {SETTINGS}",
        )


def idle_word(manuscript: ProseCorpus) -> Problems:
    """A word is allowed that the guide does not use any more."""
    if not manuscript.whole:
        return  # the file that uses it may be the one that cannot be read yet
    used = {stem(key) for key in manuscript.keys}
    for entry in manuscript.style.words:
        if not used.issuperset(stem(word.key) for word in words(entry)):
            yield Problem(
                entry.where, "idle-word", f"“{entry}” is allowed, and no text holds it", "delete it here"
            )


def doubled_word(manuscript: ProseCorpus) -> Problems:
    """A word stands twice in a row."""
    yield from _on_each_leaf(manuscript, _doubled, str(manuscript.guide.site.language))


def _doubled(leaf: RecordTexts, language: str) -> Problems:
    for shown in leaf.running:
        for word in doubled(shown.plain, language):
            place = shown.place(word.start, word.end)
            yield Problem(place, "doubled-word", f"“{word.text}” stands here twice", "delete one of them")


def banned_phrase(manuscript: ProseCorpus) -> Problems:
    """A text says what the guide wants to do without.

    What is to be avoided (`avoid`) and what people search for (`also`, `synonyms`) may name such words.
    """
    if banned := sorted(manuscript.style.banned, key=lambda entry: len(entry.say), reverse=True):
        yield from _on_each_leaf(
            manuscript, _banned, tuple((str(entry.say), str(entry.instead)) for entry in banned)
        )


def _banned(leaf: RecordTexts, banned: tuple[tuple[str, str], ...]) -> Problems:
    """Yield where the `leaf` says what is `banned`; beside each phrase stands what to do about it."""
    phrases = "|".join(f"({_loosely(key(say))})" for say, _ in banned)
    pattern = re.compile(rf"(?<![^\W_])(?:{phrases})(?![^\W_])", re.IGNORECASE)
    for shown in leaf.running:
        for match in pattern.finditer(shown.plain):
            assert match.lastindex
            said = " ".join(filter(None, (word.strip("*_") for word in match[0].split())))
            place, (_, instead) = shown.place(match.start(), match.end()), banned[match.lastindex - 1]
            yield Problem(place, "banned-phrase", f"this guide does without “{said}”", instead)


def _loosely(phrase: str) -> str:
    """Return a pattern for `phrase` over any line breaks and emphasis, with either apostrophe."""
    return r"[\s*_]+".join(re.escape(word).replace("'", "['’]") for word in phrase.split())


def hard_to_read(manuscript: ProseCorpus) -> Problems:
    """A page takes more years of school than the guide wants to ask of its readers."""
    highest = manuscript.style.grade
    if not highest or manuscript.guide.site.language not in LANGUAGES:
        return
    yield from _on_each_leaf(manuscript, _hard, highest)


def _hard(leaf: RecordTexts, highest: int) -> Problems:
    read = [(shown, sentence) for shown in leaf.running for sentence in sentences(shown.plain)]
    measured = grade([sentence for _, sentence in read])
    if measured is None or round(measured, 1) <= highest:
        return
    text, longest = max(read, key=lambda pair: len(pair[1].words))
    yield Problem(
        text.place(longest.start, longest.end),
        "hard-to-read",
        f"this page reads at grade {measured:.1f}, and “grade” in {SETTINGS} allows {highest}",
        f"begin with its longest sentence, this one of {len(longest.words)} words: cut it in two, "
        "or take shorter words",
    )


def long_summary(manuscript: ProseCorpus) -> Problems:
    """A summary is longer than the card on which a list shows it."""
    for _, summary in _summaries(manuscript):
        if len(summary) > CARD:
            message = f"this has {len(summary)} characters, and a card in a list holds {CARD}"
            yield Problem(summary.where, "long-summary", message, "shorten it")


def same_summary(manuscript: ProseCorpus) -> Problems:
    """Two records have the same summary, so a list does not tell them apart."""
    first: dict[str, Record] = {}
    for record, summary in _summaries(manuscript):
        other = first.setdefault(key(summary), record)
        if other is not record:
            message = f"{other.id.where.file} has the same summary"
            yield Problem(summary.where, "same-summary", message, "say what is different about this one")


def unfinished(manuscript: ProseCorpus) -> Problems:
    """A text holds a note that somebody wanted to come back to."""
    yield from _on_each_leaf(manuscript, _unfinished, None)


def _unfinished(leaf: RecordTexts, _: None) -> Problems:
    for shown in leaf.texts:
        for match in UNFINISHED.finditer(shown.text):
            place = shown.place(match.start(), match.end())
            yield Problem(place, "unfinished", f"“{match[0]}” says that this is not finished", "finish it")


def old_review(manuscript: ProseCorpus) -> Problems:
    """A source was last looked at more than a year before the day in content/guide.yml, or never.

    The day of the guide counts and not today, so that no check begins to fail by itself. A day of
    more than a year after it is a slip, which would keep the source from ever growing old. Guides
    that write down no review at all are left in peace.
    """
    sources = manuscript.guide.sources.values()
    updated = manuscript.guide.outline.updated
    for source in sources:
        if source.reviewed and (source.reviewed - updated).days > YEAR:
            message = f"“{source.label}” was reviewed on {source.reviewed}, more than a year after {updated}"
            fix = "mend that day, or “updated” in content/guide.yml"
            yield Problem(source.id.where, "old-review", message, fix)
        elif source.reviewed and (updated - source.reviewed).days > YEAR:
            message = f"“{source.label}” was reviewed on {source.reviewed}, more than a year before {updated}"
            fix = "see whether it still says that, and write the day of today under “reviewed”"
            yield Problem(source.id.where, "old-review", message, fix)
        elif not source.reviewed and any(other.reviewed for other in sources):
            message = f"nobody wrote down when “{source.label}” was reviewed, as is done for other sources"
            yield Problem(source.id.where, "old-review", message, "add a line “reviewed: …” with the day")


def _summaries(manuscript: ProseCorpus) -> Iterator[tuple[Record, Summary]]:
    for record in manuscript.guide.records():
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
