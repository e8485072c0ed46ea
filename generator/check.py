"""Says whether a draft is a guide: every rule is asked, and every breach told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from generator import rules, rules_lock, rules_prose, rules_site, rules_tools, rules_workshops
from generator.known import Known
from generator.load import Draft
from generator.model import Guide
from generator.problems import ContentError, Problem
from generator.written import Manuscript

RULES = (*rules.RULES, *rules_tools.RULES, *rules_workshops.RULES, *rules_lock.RULES, *rules_site.RULES)
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
    manuscript = Manuscript.of(draft.guide, whole=not draft.problems)
    found = {problem for rule in rules_prose.RULES for problem in rule(manuscript)}
    return tuple(sorted(replace(problem, severity="warning") for problem in found))


@contextmanager
def beside(warnings: Callable[[], Iterable[Problem]]) -> Iterator[None]:
    """Tell what `warnings` returns together with the mistakes that stop what is done inside."""
    try:
        yield
    except ContentError as error:
        raise ContentError([*error.problems, *warnings()]) from error
