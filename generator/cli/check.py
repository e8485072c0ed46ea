"""TODO."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import yaml

from generator.problems import Refusal, did_you_mean
from generator.project import PROGRAM

STORIES = PROGRAM / "check/stories"
MARGIN = "    "
WIDTH = 90
"""Signs in a line of running text."""
BESIDE = {
    "template": "A template or a file of words cannot be filled in. Content is not to blame.",
    "broken-link": "A link on the built site leads nowhere. It is found when the whole site is there.",
    "id-twice": "Two things on one built page have the same id, so links could lead to the wrong one.",
    "sheet-too-long": "A worksheet needs more than its “pages”. It is found when the sheet is set.",
    "no-glyph": "The typefaces of the guide do not have a letter, so no sheet could print it.",
    "not-yaml": "The file breaks a rule of YAML for which there is no kinder sentence.",
    "blocked": "A page holds a style or a script in an attribute, which browsers would stop.",
    "unprotected": "A page has no place for its content security policy, so it would go out without one.",
    "policy-too-long": "The content security policy of a page is longer than hosts send.",
}
"""Rules about templates, paper and the built site: no story of the content tells them."""


def rules() -> tuple[str, ...]:
    """Return the name of every rule that can be explained, sorted."""
    reporting_errors = {path.stem for path in STORIES.glob("*.yml") if "--" not in path.stem}
    return tuple(sorted({*reporting_errors, *BESIDE}))


def explain(rule: str) -> str:
    """Return the explanation of `rule`; raises `Refusal` when there is no such rule."""
    if rule in BESIDE:
        return "\n".join([rule, *textwrap.wrap(BESIDE[rule], WIDTH)])
    if rule not in rules():
        raise Refusal(f"No rule is called “{rule}”. {_hint(rule)}")
    story = yaml.safe_load((STORIES / f"{rule}.yml").read_text("utf-8"))
    return "\n".join(
        [
            rule,
            *textwrap.wrap(story["means"], WIDTH),
            "",
            *_written(story),
            "",
            "Then this is told:",
            *_indented(story["told"].rstrip()),
            "",
            "Right is:",
            *_indented("\n".join(_right(story))),
        ]
    )


def _hint(rule: str) -> str:
    offered = did_you_mean(rule, rules())
    everything = f"The rules are {', '.join(rules())}."
    return f"{offered[:1].upper()}{offered[1:]}" if offered else everything


def _written(story: dict[str, Any]) -> Iterator[str]:
    for change in story["change"]:
        yield f"Say somebody writes in {change['file']}:"
        wrong = change.get("put") or change.get("text") or change.get("bytes") or change.get("repeat") or ""
        if "link_to" in change:
            wrong = f"(a link to {change['link_to']})"
        yield from _indented(wrong.rstrip() or "(nothing)")


def _right(story: dict[str, Any]) -> Iterator[str]:
    if "right" in story:
        yield story["right"]
    else:
        yield from (change["find"] for change in story["change"] if "find" in change)


def _indented(text: str) -> Iterator[str]:
    yield from (f"{MARGIN}{line}".rstrip() for line in text.splitlines())
