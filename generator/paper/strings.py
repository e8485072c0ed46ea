"""What the program itself says on paper, as the Typst files are told it.

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
    """Return the texts for paper; raises `ContentError` when they cannot be read."""
    section: Strings = load_strings(templates, language).paper
    return section


def with_words(data: Mapping[str, Any], templates: Path) -> dict[str, Any]:
    """Return `data` for Typst with the texts beside it.

    A text that depends on a number becomes one text for each whole number in `data`, by its digits.
    """
    language = data["site"]["language"]
    numbers = sorted(set(_numbers(data)))
    return {
        **data,
        "words": _plain(paper_strings(templates, language), numbers),
        "day": format_date(date(**data["updated"]), "long", resolved_language(templates, language)),
    }


def _plain(texts: Strings, numbers: Iterable[int]) -> dict[str, Any]:
    return {name: _text(texts[name], numbers) for name in dir(texts)}


def _text(text: Strings | Plural | StringTemplate, numbers: Iterable[int]) -> Any:
    match text:
        case Strings():
            return _plain(text, numbers)
        case Plural():
            return {str(number): text.form(number) for number in numbers}
    return str(text)


def _numbers(value: object) -> Iterator[int]:
    """Yield every whole number in `value`, however deep."""
    match value:
        case int():
            yield int(value)
        case Mapping():
            for inner in value.values():
                yield from _numbers(inner)
        case list() | tuple():
            for inner in value:
                yield from _numbers(inner)
