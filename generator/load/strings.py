"""What the program itself says to readers: templates/strings/en.yml, and es.po and such in other languages.

A guide's file of the same name has only the texts that it words differently.

A text can have placeholders such as `{name}`. A text that depends on a number is a block of plural forms,
named as in CLDR (`one`, `few`, `other` …); the number is called `count`. The names of kinds of pages, which a
guide can choose, are filled in at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, Union

from babel import Locale
from babel.plural import PluralRule
from markupsafe import Markup, escape

from generator.layers import Layers
from generator.load.encoding import LARGEST_FILE, require_size
from generator.load.interface_catalog import language_file, translation
from generator.load.interface_texts import (
    COUNT,
    ENGLISH,
    ENGLISH_FILE,
    NAMED,
    PLACEHOLDER,
    english_texts,
    is_plural,
    placeholders,
)
from generator.load.po_file import LARGEST_PO_FILE, locale_of
from generator.load.yaml_nodes import Node, YamlMapping
from generator.model.guide import KINDS, Guide
from generator.model.record import Record
from generator.model.source_text import SourceText
from generator.model.words import capital, with_article
from generator.problems import ContentError, Location, Problem, Problems, did_you_mean

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

    def with_names(self, values: Mapping[str, str]) -> Strings:
        """Return these texts with the placeholders of `values` filled in, and all others left."""
        return Strings({name: _prefilled(text, values) for name, text in self._texts.items()}, self.language)

    def merged_over(self, other: Strings) -> Strings:
        """Return these texts, with those of `other` wherever there is none."""
        both = {**other._texts, **self._texts}
        for name, fallback in other._texts.items():
            text = both[name]
            if isinstance(text, Strings) and isinstance(fallback, Strings) and text is not fallback:
                both[name] = text.merged_over(fallback)
        return Strings(both, self.language)


def load_strings(templates: Layers, language: str, kinds: tuple[type[Record], ...] = KINDS) -> Strings:
    """Return the strings in `language`; those that are missing are in English.

    They have the names of the `kinds` of a guide, by default the usual ones. A file of the guide has only the
    texts it words differently. Raises `ContentError` with everything wrong in a file.
    """
    names = {ENGLISH_FILE: LARGEST_FILE}
    if language != ENGLISH:
        names[language_file(language)] = LARGEST_PO_FILE
    paths = [(name, path) for name in names for path in templates.versions(name)]
    for name, path in paths:
        require_size(path.stat().st_size, f"templates/{name}", names[name])
    return _load_strings(tuple((f"templates/{name}", path.read_bytes()) for name, path in paths), kinds)


def strings_of(guide: Guide, templates: Layers) -> Strings:
    """Return the strings for `guide`, with its names of kinds; raises as `load_strings` does."""
    return load_strings(templates, guide.site.language, guide.kinds)


def resolved_language(templates: Layers, language: str) -> str:
    """Return the language of the strings: that of the guide, or English if there is no file for it."""
    return language if templates.file(language_file(language)).is_file() else ENGLISH


def split_aliases(text: StringTemplate) -> tuple[str, ...]:
    """Return the words and short phrases in a text that lists them with commas."""
    return tuple(filter(None, map(str.strip, text.split(","))))


# By content, because strings are loaded often, and someone can edit them while `serve` is running.
@lru_cache(maxsize=8)
def _load_strings(files: tuple[tuple[str, bytes], ...], kinds: tuple[type[Record], ...]) -> Strings:
    """Return the strings of the first file, which has every text in English, overridden by the others."""
    english, strings = list[YamlMapping](), Strings({})
    for name, data in files:
        code = PurePosixPath(name).stem
        locale = _locale(name, code)
        if code == ENGLISH:
            texts = _read(name, data, english[0] if english else None)
            english.append(texts)
        else:
            texts = translation(data, name, code, english)
        strings = _section(texts, locale).merged_over(strings)
    return _named(strings, kinds)


def _named(strings: Strings, kinds: tuple[type[Record], ...]) -> Strings:
    """Return `strings` with the names of `kinds` filled in, and in the sections that have a text for each."""
    names: dict[str, str] = strings.names.plain() if "names" in strings else {}
    menu, labels, searched, hints, tabs = (dict[str, str]() for _ in range(5))
    for kind in kinds:
        if own := kind.named:
            names |= {kind.word: str(own.one), kind.folder: str(own.many)}
            usual = (strings.searched[kind.word],) if kind.word in strings.searched else ()
            searched[kind.word] = ", ".join((*usual, own.one, own.many))
            hints[kind.word], tabs[kind.word] = str(own.hint or ""), capital(own.many)
        if kind.folder in names:
            menu[kind.folder], labels[kind.word] = capital(names[kind.folder]), capital(names[kind.word])
    placed = {name: names[name] for name in NAMED if name in names}
    values = {capital(name): capital(text) for name, text in placed.items()}
    values |= {f"a_{name}": with_article(text) for name, text in placed.items()} | placed
    frame = Strings({"hints": _texts(hints), "tabs": _texts(tabs)})
    sections = {"names": names, "menu": menu, "kinds": labels, "searched": searched}
    texts = {name: _texts(section) for name, section in sections.items()}
    added = Strings({**texts, "frame": frame}, strings.language)
    return added.merged_over(strings).with_names(values)


def _texts(texts: Mapping[str, str]) -> Strings:
    return Strings({_attribute(name): StringTemplate(text) for name, text in texts.items()})


def _locale(name: str, code: str) -> Locale:
    try:
        return locale_of(code)
    except ValueError:
        fix = "name the file after the code of a language, such as de.po"
        problem = Problem(Location(name), "template", "this isn’t a known language code", fix)
        raise ContentError([problem]) from None


def _read(name: str, data: bytes, program: YamlMapping | None) -> YamlMapping:
    """Return the content of the English file `name`.

    Raises `ContentError` with everything wrong in it, including texts that don't match the `program`'s.
    """
    texts = english_texts(data, name)
    if problems := [*_malformed(texts), *(_mismatched(texts, program) if program else ())]:
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
    """Yield everything in a guide's own `texts` that doesn't match the program's."""
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
    return Plural if is_plural(text) else Strings


def _placeholders(text: Node) -> set[str]:
    if isinstance(text, YamlMapping):
        return {COUNT}.union(*map(_placeholders, text.values()))
    return placeholders([str(text)])


def _section(texts: YamlMapping, locale: Locale) -> Strings:
    return Strings({_attribute(key): _text(text, locale) for key, text in texts.items()}, str(locale))


def _attribute(name: str) -> str:
    return str(name).replace("-", "_").replace(" ", "_")


def _text(text: Node, locale: Locale) -> AnyText:
    if not isinstance(text, YamlMapping):
        assert isinstance(text, SourceText)
        return StringTemplate(text).placed_as(text)
    if _shape(text) is Strings:
        return _section(text, locale)
    texts = ((str(form), one) for form, one in text.items() if isinstance(one, SourceText))
    forms = {form: StringTemplate(one).placed_as(one) for form, one in texts}
    return Plural(forms, locale.plural_form)


def _prefilled(text: AnyText, values: Mapping[str, str]) -> AnyText:
    match text:
        case Strings():
            return text.with_names(values)
        case Plural():
            return Plural({form: _with(one, values) for form, one in text.forms.items()}, text.rule)
    return _with(text, values)


def _with(text: StringTemplate, values: Mapping[str, str]) -> StringTemplate:
    if "{" not in text:
        return text
    filled = PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
    return StringTemplate(filled).placed_as(text)


def _fill(text: StringTemplate, values: Mapping[str, object]) -> str:
    def value(match: re.Match[str]) -> object:
        if match[1] not in values:
            raise TypeError(f"there’s no value for {match[0]} in “{text}”")
        return values[match[1]]

    if any(isinstance(one, Markup) for one in values.values()):
        return Markup(PLACEHOLDER.sub(lambda match: str(escape(value(match))), str(escape(str(text)))))
    return PLACEHOLDER.sub(lambda match: str(value(match)), str(text))
