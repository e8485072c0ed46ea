"""The PO files with the program's texts in other languages: what they say, what they lack, how one begins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from generator.layers import Layers, template_path
from generator.load.interface_texts import (
    COUNT,
    ENGLISH,
    ENGLISH_FILE,
    PLACEHOLDER,
    WITH_ARTICLE,
    InterfaceText,
    Key,
    english_texts,
    interface_texts,
    placeholders,
)
from generator.load.po_file import SAMPLES, PoEntry, PoFile, locale_of, new_header, po_bytes, read_po_file
from generator.load.yaml_nodes import YamlMapping
from generator.model.source_text import SourceText
from generator.problems import ContentError, Problem, Problems

NUMBERS = frozenset([COUNT, "number"])
"""Placeholders that only the form for most numbers needs: one thing can be “a thing.”"""
REMARKS = (
    "What the program itself says to readers. Translate each msgid into the msgstr below it.",
    "",
    "{name} is a placeholder that the program fills in. Keep its name; it can go anywhere in the text.",
    "{principle} is what one page of that kind is called, {principles} several; {Principle} begins with a",
    "capital letter. {a_principle} is English, with “a” or “an.” Write {principle}, with an article if your",
    "language has one.",
    "A text with several msgstr depends on a number: write one for each plural form of your language.",
    "A text that begins with a lowercase letter goes inside a line.",
)
"""The top of a new file."""


def language_file(language: str) -> str:
    """Return the name of the file with the texts in `language`, which isn't English."""
    return f"strings/{language}.po"


def translation(data: bytes, name: str, language: str, english: Sequence[YamlMapping]) -> YamlMapping:
    """Return what a PO file says, in sections and plural forms as the English file has them.

    `data` are the bytes of the file that messages call `name`, `english` the program's texts and the guide's
    own. A translation of another English text is left out, and so is one that's fuzzy. Where the guide's
    words aren't translated, those of the program count. Raises `ContentError` with everything wrong in it.
    """
    file = _checked(data, name, language, english)
    tags = _tags(file, language)
    root = YamlMapping()
    for entry in _shown(file, english):
        *sections, last = map(SourceText, entry.context.split("/"))
        block = root
        for section in sections:
            inner = block.setdefault(section, YamlMapping())
            assert isinstance(inner, YamlMapping)
            block = inner
        block[last] = entry.said[0] if len(entry.english) == 1 else _forms(entry, tags)
    return root


def is_complete(templates: Layers, language: str) -> bool:
    """Return whether everything is said in `language` without a look at the texts.

    That's so in the program's own languages, each of which is complete, if a guide words nothing itself.
    """
    names = [ENGLISH_FILE, language_file(language)]
    paths = [path for name in names for path in templates.versions(name)]
    return paths == [templates.program / name for name in names]


def untranslated(templates: Layers, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what leads to each text that isn't said in `language`, such as `frame/menu`.

    The second are those that the guide rewords, and that are said in the program's words. Raises
    `ContentError` with everything wrong in a file of texts.
    """
    if language == ENGLISH:
        return (), ()
    english, said = _english(templates), set[Key]()
    for path in templates.versions(language_file(language)):
        file = _checked(path.read_bytes(), template_path(path), language, english)
        said.update(entry.key for entry in _shown(file, english))
    contexts, own = {context for context, _ in said}, _keys(english)
    return (
        tuple(text.context for text in interface_texts(english[0]) if text.context not in contexts),
        tuple(context for context, words in own if context in contexts and (context, words) not in said),
    )


def interface_catalog(templates: Layers, language: str) -> bytes | None:
    """Return the PO file in which the program's texts are translated into `language`, as far as they are.

    For a guide, it only has the texts that the program doesn't say in the language, or that the guide
    rewords; it's None if there are none. A translation whose English text changed is marked as fuzzy. Raises
    `ContentError` if a file of texts can't be read, and `ValueError` for an unknown language.
    """
    if language == ENGLISH:
        return None
    english = dict[str, InterfaceText]()
    for text in (one for texts in _english(templates) for one in interface_texts(texts)):
        # Only the program's file has notes.
        english[text.context] = replace(text, path=english.get(text.context, text).path)
    files = _files(templates, language)
    old = files.get(True, PoFile(new_header(language), (), remarks=REMARKS))
    programs = {entry.key for entry in files[False].entries if entry.is_usable} if False in files else set()
    # If one for an older text was left in, that of today's counts.
    today = {text.key for text in english.values()}
    known = {entry.context: entry for entry in sorted(old.entries, key=lambda entry: entry.key in today)}
    wanted = [text for text in english.values() if text.context in known or text.key not in programs]
    if not wanted:
        return None
    entries = tuple(_updated(text, known.get(text.context), old.forms) for text in wanted)
    used = [entry for entry in known.values() if entry.context in english]
    gone = (entry for entry in old.entries if entry.said and not any(entry is one for one in used))
    return po_bytes(replace(old, entries=entries, gone=(*old.gone, *gone)))


def _updated(text: InterfaceText, old: PoEntry | None, forms: int) -> PoEntry:
    """Return the entry for `text`, with what the `old` one for the same place in the program said."""
    new = PoEntry(text.context, text.english, notes=text.notes(), remarks=old.remarks if old else ())
    if not old or not old.said:
        return new
    if old.english == text.english:
        return replace(new, said=old.said, is_fuzzy=old.is_fuzzy, previous=old.previous)
    said, needed = old.said, forms if len(text.english) > 1 else 1
    # The last form is that of most numbers.
    said = said if len(said) == needed else said[-1:] * needed
    return replace(new, said=said, is_fuzzy=True, previous=old.previous or old.english)


def _english(templates: Layers) -> list[YamlMapping]:
    paths = templates.versions(ENGLISH_FILE)
    return [english_texts(path.read_bytes(), template_path(path)) for path in paths]


def _files(templates: Layers, language: str) -> dict[bool, PoFile]:
    """Return the files in `language`, each by whether it's where this guide's own would be."""
    home = templates.own or templates.program
    paths = templates.versions(language_file(language))
    return {
        path.is_relative_to(home): read_po_file(path.read_bytes(), template_path(path), language)
        for path in paths
    }


def _keys(english: Sequence[YamlMapping]) -> dict[Key, None]:
    """Return the keys of what's said in English: of a text that a guide rewords, only in its own words."""
    keys = {text.context: text.key for texts in english for text in interface_texts(texts)}
    return dict.fromkeys(keys.values())


def _checked(data: bytes, name: str, language: str, english: Sequence[YamlMapping]) -> PoFile:
    file, known = read_po_file(data, name, language), {context for context, _ in _keys(english)}
    if problems := [one for entry in file.entries for one in _unfit(entry, known, language)]:
        raise ContentError(problems)
    return file


def _shown(file: PoFile, english: Sequence[YamlMapping]) -> list[PoEntry]:
    """Return the entries that readers can see: those for today's English texts, of the guide's own last."""
    every, own = {text.key for texts in english for text in interface_texts(texts)}, _keys(english)
    usable = (entry for entry in file.entries if entry.is_usable and entry.key in every)
    return sorted(usable, key=lambda entry: entry.key in own)


def _tags(file: PoFile, language: str) -> dict[str, int]:
    """Return the plural form of the file for each of CLDR's names, which pages and scripts go by."""
    plural = locale_of(language).plural_form
    tags = dict[str, int]()
    for number in SAMPLES:
        tags.setdefault(plural(number), file.form(number))
    return {"other": file.forms - 1, **tags}


def _forms(entry: PoEntry, tags: dict[str, int]) -> YamlMapping:
    forms = YamlMapping()
    for tag, form in tags.items():
        said = entry.said[form]
        if tag == "other" or said != entry.said[tags["other"]]:
            forms[SourceText(tag)] = said
    return forms


def _unfit(entry: PoEntry, known: Collection[str], language: str) -> Problems:
    """Yield everything in an entry that the program can't use."""
    name = f"“{entry.context}”"
    if entry.context not in known:
        # Programs write these names, so it's hardly misspelled.
        fix = (
            f"run “advice translate {language} --interface”, which sets aside what the program no longer says"
        )
        yield Problem(entry.where, "template", f"the program has no text {name}", fix)
    for at, text in enumerate(entry.said if entry.is_usable else ()):
        is_last = at == len(entry.said) - 1
        if not text.strip():
            message, fix = f"{name} isn’t translated in every plural form", f"write it after msgstr[{at}]"
            yield Problem(text.where, "template", message, fix)
            continue
        used = set(PLACEHOLDER.findall(text))
        for article in sorted(used & WITH_ARTICLE):
            noun = article.removeprefix("a_")
            message = f"{{{article}}} is the word with the English “a” or “an”"
            fix = f"write {{{noun}}}, with an article before it if your language has one"
            yield Problem(text.where, "template", message, fix)
        allowed = placeholders(entry.english) | ({COUNT} if len(entry.english) > 1 else set())
        for extra in sorted(placeholders([text]) - allowed):
            choices = ", ".join(f"{{{one}}}" for one in sorted(allowed)) or "none"
            message = f"{name} can’t have the placeholder {{{extra}}}"
            yield Problem(text.where, "template", message, f"its placeholders are: {choices}")
        needed = placeholders(entry.english[-1:])
        if not is_last:
            needed &= placeholders(entry.english[:1])
            needed -= NUMBERS
        for lost in sorted(needed - used):
            message = f"{name} has lost the placeholder {{{lost}}}"
            yield Problem(
                text.where, "template", message, f"write {{{lost}}} where it belongs in the sentence"
            )
