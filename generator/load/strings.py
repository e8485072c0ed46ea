"""What the program itself says to readers, in one file per language: templates/strings/.

A guide's file of the same name has only the texts that it words differently.

A text can have placeholders such as `{name}`. A text that depends on a number is a block of plural forms,
named as in CLDR (`one`, `few`, `other` …); the number is called `count`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, Union

from babel import Locale, UnknownLocaleError
from babel.plural import PluralRule
from markupsafe import Markup, escape

from generator.layers import Layers
from generator.load.encoding import require_size
from generator.load.yaml_nodes import Node, YamlMapping, parse
from generator.model.source_text import SourceText
from generator.problems import ContentError, Location, Problem, Problems, did_you_mean

ENGLISH = "en"
"""The language that has every text; other languages can leave some out."""
FORMS = frozenset(["zero", "one", "two", "few", "many", "other"])
COUNT = "count"
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

AnyText = Union["StringTemplate", "Plural", "Strings"]


class StringTemplate(SourceText):
    """One text, which remembers where it was written; calling it fills its placeholders."""

    def __call__(self, **values: object) -> str:
        """Return the text with `values` in its placeholders, as safe HTML if one of them is HTML."""
        return _fill(self, values)

    def plain(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Plural:
    """A text that depends on a number."""

    forms: Mapping[str, StringTemplate]
    rule: PluralRule

    def __call__(self, count: int, **values: object) -> str:
        """Return the form for `count`, filled in."""
        return _fill(self.form(count), {COUNT: count, **values})

    def form(self, count: int) -> StringTemplate:
        """Return the form for `count`, with its placeholders."""
        return self.forms.get(self.rule(count), self.forms["other"])

    def plain(self) -> dict[str, str]:
        return {form: str(text) for form, text in self.forms.items()}


class Strings:
    """Texts that belong together, each an attribute; hyphens in the file are underscores here."""

    def __init__(self, texts: Mapping[str, AnyText], language: str = ENGLISH) -> None:
        self._texts = dict(texts)
        self.language = language
        """The language for dates and numbers."""

    def __getattr__(self, name: str) -> Any:
        """Return a text or a section; raises `AttributeError` if there is none."""
        # Unpickling looks up such names before there is anything here.
        if not name.startswith("_") and name in self._texts:
            return self._texts[name]
        raise AttributeError(f"there is no string “{name}”")

    def __getitem__(self, name: str) -> Any:
        """Return the text called `name`, such as the ID of an edition; raises `KeyError`."""
        return self._texts[_attribute(name)]

    def __contains__(self, name: str) -> bool:
        return _attribute(name) in self._texts

    def __dir__(self) -> list[str]:
        return sorted(self._texts)

    def __iter__(self) -> Iterator[StringTemplate]:
        """Yield every text, and each form of a plural."""
        for text in self._texts.values():
            match text:
                case StringTemplate():
                    yield text
                case Plural():
                    yield from text.forms.values()
                case Strings():
                    yield from text

    def plain(self) -> dict[str, Any]:
        """Return everything as plain texts and dictionaries, for other programming languages."""
        return {name: text.plain() for name, text in self._texts.items()}

    def merged_over(self, other: Strings) -> Strings:
        """Return these texts, with those of `other` wherever there is none."""
        both = {**other._texts, **self._texts}
        for name, fallback in other._texts.items():
            text = both[name]
            if isinstance(text, Strings) and isinstance(fallback, Strings) and text is not fallback:
                both[name] = text.merged_over(fallback)
        return Strings(both, self.language)


def load_strings(templates: Layers, language: str) -> Strings:
    """Return the strings in `language`; those that are missing are in English.

    A file of the guide has only the texts it words differently. Raises `ContentError` with everything wrong
    in a file.
    """
    languages = dict.fromkeys((ENGLISH, resolved_language(templates, language)))
    names = [f"strings/{one}.yml" for one in languages]
    paths = [(name, path) for name in names for path in templates.versions(name)]
    for name, path in paths:
        require_size(path.stat().st_size, f"templates/{name}")
    return _load_strings(tuple((f"templates/{name}", path.read_bytes()) for name, path in paths))


def resolved_language(templates: Layers, language: str) -> str:
    """Return the language of the strings: that of the guide, or English if there is no file for it."""
    return language if templates.file(f"strings/{language}.yml").is_file() else ENGLISH


def split_aliases(text: StringTemplate) -> tuple[str, ...]:
    """Return the words and short phrases in a text that lists them with commas."""
    return tuple(filter(None, map(str.strip, text.split(","))))


# By content, because strings are loaded often, and someone can edit them while `serve` is running.
@lru_cache(maxsize=8)
def _load_strings(files: tuple[tuple[str, bytes], ...]) -> Strings:
    """Return the strings of the first file, which has every text in English, overridden by the others."""
    (name, data), *others = files
    english = _read(name, data, None)
    strings = _section(english, Locale.parse(ENGLISH))
    for name, data in others:
        strings = _section(_read(name, data, english), _locale(name)).merged_over(strings)
    return strings


def _locale(name: str) -> Locale:
    try:
        return Locale.parse(PurePosixPath(name).stem)
    except (UnknownLocaleError, ValueError):
        fix = "name the file after the code of a language, such as de.yml"
        problem = Problem(Location(name), "template", "this isn’t a known language code", fix)
        raise ContentError([problem]) from None


def _read(name: str, data: bytes, english: YamlMapping | None) -> YamlMapping:
    """Return the content of the file `name`.

    Raises `ContentError` with everything wrong in it, including texts that don't match the `english` ones.
    """
    texts = parse(data, name)
    if problems := [*_malformed(texts), *(_mismatched(texts, english) if english else ())]:
        raise ContentError(problems)
    return texts


def _malformed(texts: YamlMapping) -> Problems:
    """Yield everything that is neither a text nor a block of texts."""
    for key, text in texts.items():
        if isinstance(text, YamlMapping) and text:
            yield from _malformed(text)
            if _shape(text) is Plural and "other" not in text:
                yield _problem(key, f"“{key}” has no form for other numbers", "add the form “other”")
        elif not isinstance(text, SourceText) or not text.strip():
            yield _problem(key, f"“{key}” has no text", "write it after the colon")


def _mismatched(texts: YamlMapping, english: YamlMapping) -> Problems:
    """Yield everything in `texts` that doesn't match the English file."""
    for key, text in texts.items():
        if key not in english:
            fix = did_you_mean(key, english) or "delete it; the program doesn’t use it"
            yield _problem(key, f"the program has no text “{key}” here", fix)
            continue
        original = english[key]
        shapes, allowed = {_shape(text), _shape(original)}, _placeholders(original)
        # Only a text with a number can have plural forms.
        if len(shapes) > 1 and (Strings in shapes or COUNT not in allowed):
            fix = "copy the structure of the program’s"
            yield _problem(key, f"“{key}” isn’t structured like the program’s", fix)
        elif isinstance(text, YamlMapping) and isinstance(original, YamlMapping) and Strings in shapes:
            yield from _mismatched(text, original)
        else:
            for name in sorted(_placeholders(text) - allowed):
                choices = ", ".join(f"{{{one}}}" for one in sorted(allowed)) or "none"
                message = f"“{key}” can’t have the placeholder {{{name}}}"
                yield _problem(key, message, f"its placeholders are: {choices}")


def _problem(key: SourceText, message: str, fix: str) -> Problem:
    return Problem(key.where, "template", message, fix)


def _shape(text: Node) -> type[AnyText]:
    if not isinstance(text, YamlMapping):
        return StringTemplate
    return Plural if FORMS.issuperset(text) else Strings


def _placeholders(text: Node) -> set[str]:
    if isinstance(text, YamlMapping):
        return {COUNT}.union(*map(_placeholders, text.values()))
    return set(PLACEHOLDER.findall(str(text)))


def _section(texts: YamlMapping, locale: Locale) -> Strings:
    return Strings({_attribute(key): _text(text, locale) for key, text in texts.items()}, str(locale))


def _attribute(name: str) -> str:
    return str(name).replace("-", "_").replace(" ", "_")


def _text(text: Node, locale: Locale) -> AnyText:
    if not isinstance(text, YamlMapping):
        assert isinstance(text, SourceText)
        return StringTemplate(text, text.where)
    if _shape(text) is Strings:
        return _section(text, locale)
    forms = {str(form): StringTemplate(str(value), form.where) for form, value in text.items()}
    return Plural(forms, locale.plural_form)


def _fill(text: StringTemplate, values: Mapping[str, object]) -> str:
    def value(match: re.Match[str]) -> object:
        if match[1] not in values:
            raise TypeError(f"there’s no value for {match[0]} in “{text}”")
        return values[match[1]]

    if any(isinstance(one, Markup) for one in values.values()):
        return Markup(PLACEHOLDER.sub(lambda match: str(escape(value(match))), str(escape(str(text)))))
    return PLACEHOLDER.sub(lambda match: str(value(match)), str(text))
