"""Says whether a draft is a guide: every rule is asked, and every breach told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from generator.check import ids, records, settings, tools, workshops
from generator.check.prose import rules
from generator.check.prose.texts import ProseCorpus
from generator.check.references import Known
from generator.load.loader import Draft
from generator.model.guide import Guide
from generator.problems import ContentError, Problem

RULES = (*records.RULES, *tools.RULES, *workshops.RULES, *ids.RULES, *settings.RULES)
"""Every rule between records, in the order in which they are asked."""


def check(draft: Draft) -> Guide:
    """Return the guide of `draft`; raises `ContentError` with every problem, those of reading included."""
    problems = list(draft.problems)
    if draft.guide:
        known = Known(draft.guide, draft.unread)
        problems += [problem for rule in RULES for problem in rule(known)]
    if problems or not draft.guide:
        raise ContentError(problems)
    return draft.guide


def warnings(draft: Draft) -> tuple[Problem, ...]:
    """Return what could be worded better in all that could be read of `draft`, sorted by place."""
    if not draft.guide:
        return ()
    corpus = ProseCorpus.of(draft.guide, complete=not draft.problems)
    found = {problem for rule in rules.RULES for problem in rule(corpus)}
    return tuple(sorted(replace(problem, severity="warning") for problem in found))


@contextmanager
def beside(warnings: Callable[[], Iterable[Problem]]) -> Iterator[None]:
    """Tell what `warnings` returns together with the mistakes that stop what is done inside."""
    try:
        yield
    except ContentError as error:
        raise ContentError([*error.problems, *warnings()]) from error
