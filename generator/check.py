"""Says whether a draft is a guide: every rule is asked, and every breach told at once."""

from __future__ import annotations

from generator import rules, rules_lock, rules_tools, rules_workshops
from generator.known import Known
from generator.load import Draft
from generator.model import Guide
from generator.problems import ContentError

RULES = (*rules.RULES, *rules_tools.RULES, *rules_workshops.RULES, *rules_lock.RULES)
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
