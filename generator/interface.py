"""The words that the program itself says to readers, in one file for each language: templates/interface/.

A text may hold places such as `{name}`. A text that depends on a number is a block of plural forms, named
as CLDR names them (`one`, `few`, `other` …); the number is called `count`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from markupsafe import Markup, escape

from generator.problems import ContentError, Place, Problem

ENGLISH = "en"
"""The language in which every text stands; another one says what it has instead."""
FORMS = frozenset(["zero", "one", "two", "few", "many", "other"])
PLACE = re.compile(r"\{([a-z_]+)\}")


class Phrase(str):
    """One text; calling it fills its places."""

    __slots__ = ()

    def __call__(self, **values: object) -> str:
        """Return the text with `values` in its places, as safe HTML if one of them is HTML."""
        return _filled(self, values)


class Plural:
    """A text that depends on a number."""

    def __init__(self, forms: Mapping[str, str], locale: Locale) -> None:
        self.forms = dict(forms)
        self._locale = locale

    def __call__(self, count: int, **values: object) -> str:
        """Return the form that the language has for `count`, filled in."""
        form = self.forms.get(self._locale.plural_form(count), self.forms["other"])
        return _filled(form, {"count": count, **values})


class Section:
    """Texts that belong together, each an attribute; dashes of the file are underscores here."""

    def __init__(self, texts: Mapping[str, Phrase | Plural | Section]) -> None:
        self._texts = dict(texts)

    def __getattr__(self, name: str) -> Any:
        """Return a text or a section; raises `AttributeError` for one that the file does not have."""
        try:
            return self._texts[name]
        except KeyError:
            raise AttributeError(f"the interface has no text “{name}”") from None

    def __getitem__(self, name: str) -> Any:
        """Return the text for a value of the data, such as the name of an edition."""
        return self._texts[name.replace("-", "_")]

    def __dir__(self) -> list[str]:
        return sorted(self._texts)

    def plain(self) -> dict[str, Any]:
        """Return everything as plain texts and blocks, for what is written in another language."""
        return {
            name: text.plain()
            if isinstance(text, Section)
            else text.forms
            if isinstance(text, Plural)
            else str(text)
            for name, text in self._texts.items()
        }


def interface(templates: Path, language: str) -> Section:
    """Return the words in `language`, those that are missing in English.

    Raises `ContentError` for a file that is no such file.
    """
    folder = templates / "interface"
    texts = _read(folder / f"{ENGLISH}.yml")
    spoken = ENGLISH
    if language != ENGLISH and (folder / f"{language}.yml").is_file():
        texts = dict(_laid_over(texts, _read(folder / f"{language}.yml")))
        spoken = language
    return _section(texts, Locale.parse(spoken))


def _read(path: Path) -> dict[str, Any]:
    name = f"templates/interface/{path.name}"
    try:
        texts = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise _refused(name, "this file is missing", "restore it from the program") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _refused(name, f"this file cannot be read: {error}", "mend it") from None
    if not isinstance(texts, dict):
        raise _refused(name, "this file holds no texts", "write one text a line, as in en.yml")
    return texts


def _refused(name: str, message: str, fix: str) -> ContentError:
    return ContentError([Problem(Place(name), "template", message, fix)])


def _laid_over(english: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, text in english.items():
        said = other.get(name, text)
        nested = isinstance(text, dict) and isinstance(said, dict) and not FORMS.issuperset(text)
        yield name, dict(_laid_over(text, said)) if nested else said


def _section(texts: Mapping[str, Any], locale: Locale) -> Section:
    return Section({name.replace("-", "_"): _text(text, locale) for name, text in texts.items()})


def _text(text: Any, locale: Locale) -> Phrase | Plural | Section:
    if not isinstance(text, dict):
        return Phrase(text)
    return Plural(text, locale) if FORMS.issuperset(text) else _section(text, locale)


def _filled(text: str, values: Mapping[str, object]) -> str:
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(PLACE.sub(lambda place: str(escape(values[place[1]])), str(escape(text))))
    return PLACE.sub(lambda place: str(values[place[1]]), text)
