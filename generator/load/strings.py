"""The words that the program itself says to readers, in one file for each language: templates/strings/.

A text may hold places such as `{name}`. A text that depends on a number is a block of plural forms, named
as CLDR names them (`one`, `few`, `other` …); the number is called `count`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.plural import PluralRule
from markupsafe import Markup, escape

from generator.load.yaml_nodes import Node, YamlMapping, parse
from generator.model.source_text import SourceText
from generator.problems import ContentError, Location, Problem, Problems, did_you_mean

ENGLISH = "en"
"""The language in which every text stands; another one says what it has instead."""
FORMS = frozenset(["zero", "one", "two", "few", "many", "other"])
COUNT = "count"
PLACE = re.compile(r"\{([a-z_]+)\}")


class StringTemplate(SourceText):
    """One text, which remembers where it stands; calling it fills its places."""

    def __call__(self, **values: object) -> str:
        """Return the text with `values` in its places, as safe HTML if one of them is HTML."""
        return _filled(self, values)


class Plural:
    """A text that depends on a number."""

    def __init__(self, forms: Mapping[str, StringTemplate], rule: PluralRule) -> None:
        self.forms = dict(forms)
        self._rule = rule

    def __call__(self, count: int, **values: object) -> str:
        """Return the form that the language has for `count`, filled in."""
        return _filled(self.form(count), {COUNT: count, **values})

    def form(self, count: int) -> StringTemplate:
        """Return the form that the language has for `count`, with its places."""
        return self.forms.get(self._rule(count), self.forms["other"])


class Strings:
    """Texts that belong together, each an attribute; dashes of the file are underscores here."""

    def __init__(
        self, texts: Mapping[str, StringTemplate | Plural | Strings], language: str = ENGLISH
    ) -> None:
        self._texts = dict(texts)
        self.language = language
        """In which dates and numbers are written."""

    def __getattr__(self, name: str) -> Any:
        """Return a text or a section; raises `AttributeError` for one that the file does not have."""
        # What begins so is asked for while a copy for another process has nothing in it yet.
        if not name.startswith("_") and name in self._texts:
            return self._texts[name]
        raise AttributeError(f"the interface has no text “{name}”")

    def __getitem__(self, name: str) -> Any:
        """Return the text for a value of the data, such as the name of an edition, or raise `KeyError`."""
        return self._texts[_attribute(name)]

    def __contains__(self, name: str) -> bool:
        return _attribute(name) in self._texts

    def __dir__(self) -> list[str]:
        return sorted(self._texts)

    def __iter__(self) -> Iterator[StringTemplate]:
        """Yield every text, each form of a plural for itself."""
        for text in self._texts.values():
            match text:
                case StringTemplate():
                    yield text
                case Plural():
                    yield from text.forms.values()
                case Strings():
                    yield from text

    def plain(self) -> dict[str, Any]:
        """Return everything as plain texts and blocks, for what is written in another language."""
        return {name: _plain(text) for name, text in self._texts.items()}

    def merged_over(self, other: Strings) -> Strings:
        """Return these texts, and those of `other` where there is none."""
        both = dict(other._texts)
        for name, text in self._texts.items():
            below = both.get(name)
            nested = isinstance(text, Strings) and isinstance(below, Strings)
            both[name] = text.merged_over(below) if nested else text  # type: ignore[union-attr, arg-type]
        return Strings(both, self.language)


def load_strings(templates: Path, language: str) -> Strings:
    """Return the words in `language`, those that are missing in English.

    Raises `ContentError` with all that is wrong in the file of the language or in the English one.
    """
    folder = templates / "strings"
    files = [
        folder / f"{one}.yml" for one in dict.fromkeys((ENGLISH, resolved_language(templates, language)))
    ]
    if not files[0].is_file():
        place, fix = Location(_name(files[0].name)), "restore it from the program"
        raise ContentError([Problem(place, "template", "this file is missing", fix)])
    return _load_strings(tuple((path.name, path.read_bytes()) for path in files))


def resolved_language(templates: Path, language: str) -> str:
    """Return the language that the words are in: that of the guide or, where they lack it, English."""
    return language if (templates / "strings" / f"{language}.yml").is_file() else ENGLISH


def split_aliases(text: StringTemplate) -> tuple[str, ...]:
    """Return the words and short phrases of a text that lists some, with commas."""
    return tuple(filter(None, map(str.strip, text.split(","))))


# By what is written, since much asks for the words, and `serve` goes on while somebody edits them.
@lru_cache(maxsize=8)
def _load_strings(files: tuple[tuple[str, bytes], ...]) -> Strings:
    """Return the words of the English file and, laid over them, of one more."""
    (name, data), *others = files
    english = _read(name, data, None)
    strings = _section(english, Locale.parse(ENGLISH))
    for name, data in others:
        strings = _section(_read(name, data, english), _locale(name)).merged_over(strings)
    return strings


def _locale(name: str) -> Locale:
    try:
        return Locale.parse(name.partition(".")[0])
    except (UnknownLocaleError, ValueError):
        fix = "name the file by the code of a language, such as de.yml"
        problem = Problem(Location(_name(name)), "template", "nobody knows this language", fix)
        raise ContentError([problem]) from None


def _read(name: str, data: bytes, english: YamlMapping | None) -> YamlMapping:
    """Return what the file `name` says.

    Raises `ContentError` with all that is wrong in it, also with what does not answer to the `english` texts.
    """
    texts = parse(data, _name(name))
    if problems := [*_broken(texts), *(_strange(texts, english) if english else ())]:
        raise ContentError(problems)
    return texts


def _name(name: str) -> str:
    return f"templates/strings/{name}"


def _broken(texts: YamlMapping) -> Problems:
    """Yield what is no text and no block of texts."""
    for key, text in texts.items():
        if isinstance(text, YamlMapping) and text:
            yield from _broken(text)
            if _depends_on_a_number(text) and "other" not in text:
                yield _problem(key, f"“{key}” has no form for other numbers", "add the form “other”")
        elif not isinstance(text, SourceText) or not text.strip():
            yield _problem(key, f"“{key}” has no text", "write it behind the colon")


def _strange(texts: YamlMapping, english: YamlMapping) -> Problems:
    """Yield what stands in `texts` and has nothing that answers to it in English."""
    for key, text in texts.items():
        if key not in english:
            fix = did_you_mean(key, english) or "delete it; the program does not say it"
            yield _problem(key, f"there is no text “{key}” in English", fix)
            continue
        said = english[key]
        if not _fits(text, said):
            yield _problem(key, f"“{key}” is not built as in English", "take the English one for a model")
        elif isinstance(text, YamlMapping) and isinstance(said, YamlMapping) and _shape(text) is Strings:
            yield from _strange(text, said)
        else:
            known = _places(said)
            for place in sorted(_places(text) - known):
                has = ", ".join(f"{{{one}}}" for one in sorted(known)) or "none"
                yield _problem(key, f"“{key}” has no place {{{place}}}", f"its places are: {has}")


def _problem(key: SourceText, message: str, fix: str) -> Problem:
    return Problem(key.where, "template", message, fix)


def _depends_on_a_number(text: Node) -> bool:
    return isinstance(text, YamlMapping) and FORMS.issuperset(text)


def _fits(text: Node, said: Node) -> bool:
    """Tell whether `text` can stand for what is `said` in English: only a number that is there has forms."""
    plain = {StringTemplate, Plural} if COUNT in _places(said) else {StringTemplate}
    return _shape(text) is _shape(said) or {_shape(text), _shape(said)} <= plain


def _shape(text: Node) -> type:
    if not isinstance(text, YamlMapping):
        return StringTemplate
    return Plural if _depends_on_a_number(text) else Strings


def _places(text: Node) -> set[str]:
    if isinstance(text, YamlMapping):
        return {COUNT}.union(*map(_places, text.values()))
    return set(PLACE.findall(str(text)))


def _section(texts: YamlMapping, locale: Locale) -> Strings:
    return Strings({_attribute(key): _text(text, locale) for key, text in texts.items()}, str(locale))


def _attribute(name: str) -> str:
    return str(name).replace("-", "_").replace(" ", "_")


def _text(text: Node, locale: Locale) -> StringTemplate | Plural | Strings:
    if not isinstance(text, YamlMapping):
        assert isinstance(text, SourceText)
        return StringTemplate.at(text, text.where)
    if not _depends_on_a_number(text):
        return _section(text, locale)
    forms = {str(form): StringTemplate.at(str(said), form.where) for form, said in text.items()}
    return Plural(forms, locale.plural_form)


def _plain(text: StringTemplate | Plural | Strings) -> Any:
    match text:
        case Strings():
            return text.plain()
        case Plural():
            return {form: str(said) for form, said in text.forms.items()}
        case StringTemplate():
            return str(text)


def _filled(text: StringTemplate, values: Mapping[str, object]) -> str:
    def value(place: re.Match[str]) -> object:
        if place[1] not in values:
            raise TypeError(f"nothing is given for {place[0]} in “{text}”")
        return values[place[1]]

    if any(isinstance(one, Markup) for one in values.values()):
        return Markup(PLACE.sub(lambda place: str(escape(value(place))), str(escape(str(text)))))
    return PLACE.sub(lambda place: str(value(place)), str(text))
