"""The program's own texts in print, in the form that the Typst templates need.

Typst knows neither plural forms nor the names of months in other languages, so both are chosen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date

from generator.load.strings import Plural, Strings, StringTemplate, load_strings, resolved_language


def paper_strings(templates: Path, language: str) -> Strings:
    """Return the texts for print; raises `ContentError` when they can't be read."""
    section: Strings = load_strings(templates, language).paper
    return section


def with_strings(data: Mapping[str, Any], templates: Path) -> dict[str, Any]:
    """Return `data` plus the texts for print in its language, and the date of its last change in words.

    A text with plural forms becomes one text for each whole number in `data`, by its digits.
    """
    language = data["site"]["language"]
    numbers = sorted(set(_numbers(data)))
    return {
        **data,
        "strings": _plain(paper_strings(templates, language), numbers),
        "day": format_date(date(**data["updated"]), "long", resolved_language(templates, language)),
    }


def _plain(text: Strings | Plural | StringTemplate, numbers: Iterable[int]) -> Any:
    match text:
        case Strings():
            return {name: _plain(text[name], numbers) for name in dir(text)}
        case Plural():
            return {str(number): text.form(number) for number in numbers}
    return str(text)


def _numbers(value: object) -> Iterator[int]:
    """Yield every whole number in `value`, however deep."""
    match value:
        case int():
            yield int(value)
        case Mapping():
            yield from _numbers([*value.values()])
        case list() | tuple():
            for inner in value:
                yield from _numbers(inner)
