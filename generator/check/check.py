"""Runs every rule and reports all violations together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from generator.check import ids, kinds, records, settings, translations
from generator.check.prose import rules
from generator.check.prose.texts import ProseCorpus
from generator.check.references import References
from generator.check.room import cramped
from generator.load.loader import Draft
from generator.model.guide import Guide
from generator.model.record import Record
from generator.model.worksheet import Worksheet
from generator.problems import ContentError, Problem

RULES = (*records.RULES, *kinds.RULES, *ids.RULES, *settings.RULES)
"""Every rule between records, in the order in which they run."""


def check(draft: Draft) -> Guide:
    """Return the guide of `draft`; raises `ContentError` with every problem, those of loading included."""
    problems = list(draft.problems)
    if draft.guide:
        languages = frozenset(str(one.language) for one in draft.translations)
        references = References(draft.guide, draft.unreadable, languages)
        problems += [problem for rule in RULES for problem in rule(references)]
        problems += [problem for one in draft.translations for problem in translations.problems(one, RULES)]
    if problems or not draft.guide:
        raise ContentError(problems)
    return draft.guide


def warnings(draft: Draft, only: tuple[Record, ...] | None = None) -> tuple[Problem, ...]:
    """Return the warnings about everything that could be read of `draft`, or `only` some records, sorted."""
    if not draft.guide:
        return ()
    corpus = ProseCorpus(draft.guide, not draft.problems and only is None, only)
    of = draft.guide.worksheets.values() if only is None else only
    sheets = (record for record in of if isinstance(record, Worksheet))
    problems = (*rules.problems(corpus), *cramped(sheets))
    found = {replace(problem, severity="warning") for problem in problems}
    if only is None:
        found |= {warning for one in draft.translations for warning in translations.warnings(one)}
    about_guide = (settings.placeholder_address(draft.guide), kinds.usual_title(draft.guide))
    return tuple(sorted(found.union(*about_guide, draft.warnings)))


@contextmanager
def adding_warnings(warnings: Callable[[], Iterable[Problem]]) -> Iterator[None]:
    """Add what `warnings` returns to the problems of a `ContentError` raised inside."""
    try:
        yield
    except ContentError as error:
        raise ContentError([*error.problems, *warnings()]) from error
