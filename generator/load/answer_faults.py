"""Compares an answer of a catalog with the text it's for: nothing that the program needs can differ."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from generator.model.fields import Prose
from generator.model.markdown import LINK, TARGET, links
from generator.model.source_text import SourceText
from generator.model.units import BLANK, Translatable
from generator.problems import Location, Problem, Problems

MARKUP = (
    ("emphasis", re.compile(r"\*\*|(?<!\*)\*(?![*\s])|(?<![\s*])\*(?!\*)")),
    ("bullets", re.compile(r"^\s*[-*+]\s", re.MULTILINE)),
    ("numbered points", re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)),
)


def faults(place: Translatable, part: str, answer: SourceText) -> Problems:
    """Yield what an `answer` to a `part` of `place` lost of it, or added to it."""
    yield from _things(answer, "link", *_targets(part, answer))
    yield from _things(answer, "blank", BLANK.findall(part), BLANK.findall(answer))
    if place.is_list:
        return
    if isinstance(place.texts[0], Prose):
        for what, pattern in MARKUP:
            before, after = (len(pattern.findall(text)) for text in (part, answer))
            if before != after:
                message = f"the translation doesn’t have the same {what} as the original"
                fix = (
                    f"the original has {before or 'none'}, and this has {after or 'none'}; make them the same"
                )
                yield Problem(answer.where, "translated-markup", message, fix)
                return
    if "\n" in answer.strip() and "\n" not in part:
        message = "the translation has several lines, and the original has one"
        yield Problem(answer.where, "translated-lines", message, "write it on one line")


def _targets(*texts: str) -> list[list[str]]:
    """Return where the links in each text lead to; only unusual ones have to be read as Markdown."""
    usual = [TARGET.findall(text) for text in texts]
    if all(len(found) == text.count(LINK) for found, text in zip(usual, texts, strict=True)):
        return usual
    return [[link.target for link in links(text)] for text in texts]


def _things(answer: SourceText, word: str, before: Collection[str], after: Collection[str]) -> Problems:
    """Yield what's different about the links or blanks of an `answer`, which were others `before`."""
    if before == after:
        return
    lost = [one for one in dict.fromkeys(before) if one not in after]
    added = [one for one in dict.fromkeys(after) if one not in before]
    for one in added:
        near = get_close_matches(one, lost, n=1, cutoff=0.3) or lost[:1]
        fix = f"write {near[0]}" if near else "delete it"
        message = f"the translation has a {word} {one}, which the original doesn’t have"
        yield Problem(_place(answer, one, word), f"translated-{word}", message, fix)
    for one in lost[len(added) :]:
        message = f"the translation lost the {word} {one}"
        yield Problem(answer.where, f"lost-{word}", message, "put it where it belongs in the sentence")


def _place(answer: SourceText, thing: str, word: str) -> Location:
    """Return where a link or blank is in an `answer`; all of it if it's written with escapes."""
    before = LINK if word == "link" else ""
    start = answer.find(f"{before}{thing}")
    return answer.place(start + len(before), start + len(before) + len(thing)) if start >= 0 else answer.where
