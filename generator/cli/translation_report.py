"""Formats how far a guide is translated, for people and for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from generator.cli import report as problem_report
from generator.load.progress import Coverage, Progress, Translated
from generator.model.language_names import english_name
from generator.model.units import GuideUnit

MOST_LISTED = 20
"""Texts of each kind that are listed for people."""
WIDTH = 90
"""Characters shown of a text."""


def report(found: Sequence[Translated], format: Literal["human", "json"]) -> str:
    """Return how far each of the languages `found` is."""
    if format == "json":
        return json.dumps([*map(_data, found)], ensure_ascii=False, indent=2)
    return "\n\n".join(part for one in found for part in _for_people(one))


def _for_people(found: Translated) -> Iterator[str]:
    if progress := found.progress:
        yield _table(progress)
        yield from _list(
            "Out of date",
            [
                f"  {one.unit.context}\n    was: {_short(one.before)}\n    now: {_short(one.unit.text)}"
                for one in progress.stale
            ],
        )
        yield from _list(
            "Missing", [f"  {unit.context}\n    {_short(unit.text)}" for unit in progress.missing]
        )
        yield from _list(
            "Not whole, so sheets and letters among them are in the original language",
            [f"  {name}: {_amount(one)} texts" for name, one in progress.records.items() if not one.is_whole],
        )
    yield from _list("Not said by the program", [f"  {name}" for name in found.unsaid])
    yield from _list("Said in the program’s words, not in yours", [f"  {name}" for name in found.reworded])
    if found.problems:
        yield problem_report.report(found.problems)


def _table(progress: Progress) -> str:
    rows = [
        (name, _amount(one), f"{_share(one)}% of the words")
        for name, one in (*progress.kinds.items(), ("all", progress.total))
    ]
    first, second = (max(len(row[index]) for row in rows) for index in (0, 1))
    lines = [f"  {name:{first}}  {amount:>{second}}  {share:>18}" for name, amount, share in rows]
    return "\n".join([f"{english_name(progress.language)}, {progress.file}", *lines])


def _amount(coverage: Coverage) -> str:
    return f"{coverage.done_texts:,} of {coverage.texts:,}"


def _share(coverage: Coverage) -> int:
    return 100 * coverage.done_words // max(1, coverage.words)


def _list(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        more = len(lines) - MOST_LISTED
        rest = [f"  … and {more:,} more, which “--format json” lists"] if more > 0 else []
        yield "\n".join([f"{heading} ({len(lines):,}):", *lines[:MOST_LISTED], *rest])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _data(found: Translated) -> dict[str, Any]:
    """Return everything that's known about a translation, for programs."""
    data: dict[str, Any] = {"language": str(found.language), "published": found.is_published}
    if progress := found.progress:
        data |= _counts(progress.total)
        data["kinds"] = {name: _counts(one) for name, one in progress.kinds.items()}
        data["stale"] = [
            {**_unit(one.unit), "before": one.before, "translation": one.answer} for one in progress.stale
        ]
        data["missing"] = [*map(_unit, progress.missing)]
        data["not-whole"] = {name: _counts(one) for name, one in progress.records.items() if not one.is_whole}
    data["interface"], data["reworded"] = list(found.unsaid), list(found.reworded)
    data["problems"] = [*map(problem_report.as_data, found.problems)]
    return data


def _counts(coverage: Coverage) -> dict[str, int]:
    return {
        "texts": coverage.texts,
        "words": coverage.words,
        "translated-texts": coverage.done_texts,
        "translated-words": coverage.done_words,
    }


def _unit(unit: GuideUnit) -> dict[str, Any]:
    where = unit.place.texts[0].where
    return {"context": unit.context, "text": unit.text, "file": where.file, "line": where.line}
