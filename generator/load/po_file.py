"""Reads and writes PO files, the form in which translators and their programs keep texts.

Babel reads them. What it doesn't keep (places, which text was there before) is added here, and so is writing:
a PO file of ours has no dates, so that writing the same texts again changes no byte.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from gettext import c2py
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, PoFileParser, normalize, unescape

from generator.load.encoding import MOST_PROBLEMS, readable
from generator.model.source_text import NOWHERE, SourceFile, SourceText
from generator.problems import ContentError, Location, Problem, Problems

LARGEST_PO_FILE = 8 * 1024 * 1024
"""Bytes, ten times as many as a complete translation of a real guide."""
WIDTH = 110
"""Characters in a line, as far as words allow."""
RULE = "not-a-catalog"
PREVIOUS = "|"
"""What Babel leaves of the mark of a comment with the English text that a translation was made from."""
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
LINE = re.compile(
    r"\s*(?:#(?!~).*|(?:#~\s*)?(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"
    rf"{QUOTED.pattern}\s*|#~\s*)?"
)
"""What a line can be: a comment, a quoted text, or one with its keyword before it."""
SAID = re.compile(r'msgstr(?:\[\d+\])?\s+(?=")')
LANGUAGE, FORMS = "Language", "Plural-Forms"
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A text and its translation."""

    context: str
    """What tells it from other texts with the same words."""
    english: tuple[str, ...]
    """The text, or what it is for one and for several."""
    said: tuple[SourceText, ...] = ()
    """The translation, or each of its plural forms, with their places; nothing if there's none."""
    is_fuzzy: bool = False
    """Whether someone has to look at the translation before it's used, as when the English text changed."""
    previous: tuple[str, ...] = ()
    """The English text that the translation was made from, if that was another one."""
    notes: tuple[str, ...] = ()
    """What translators should know."""
    remarks: tuple[str, ...] = ()
    """What translators wrote down."""
    where: Location = NOWHERE
    """The place of its English text."""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        return self.context, self.english

    @property
    def is_usable(self) -> bool:
        """Whether readers can see the translation."""
        return bool(self.said) and not self.is_fuzzy


@dataclass(frozen=True)
class PoFile:
    """The texts of one PO file."""

    header: dict[str, str]
    entries: tuple[Entry, ...]
    gone: tuple[Entry, ...] = ()
    """Translations of texts that there are no more."""
    remarks: tuple[str, ...] = ()
    """The lines at the top, for translators."""

    @cached_property
    def forms(self) -> int:
        """How many plural forms a text has."""
        return int(self._plural()[0])

    @cached_property
    def form(self) -> Callable[[int], int]:
        """The plural form for a number, counted from 0."""
        return c2py(self._plural()[1])

    def _plural(self) -> tuple[str, str]:
        found = re.search(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+)", self.header.get(FORMS, ""))
        return (found[1], found[2]) if found else ("2", "(n != 1)")


def locale_of(language: str) -> Locale:
    """Return what Babel knows about a language such as `pt-BR`; raises `ValueError` if it knows nothing."""
    try:
        return Locale.parse(language.partition("-x-")[0], sep="-")
    except UnknownLocaleError as error:
        raise ValueError(str(error)) from None


def new_header(language: str) -> dict[str, str]:
    """Return the header of a file in `language`, with its plural forms as gettext counts them."""
    # Not those of CLDR, which Babel could write, too: some depend on “e,” which gettext refuses.
    plural = get_plural(str(locale_of(language)))
    return {LANGUAGE: language, **HEADER, FORMS: plural.plural_forms}


def read_po_file(data: bytes, name: str, language: str) -> PoFile:
    """Return what's in `data`, the bytes of the file in `language` that messages call `name`.

    Raises `ContentError` if it isn't a PO file, is in another language, or has a text twice.
    """
    lines = readable(data, name, LARGEST_PO_FILE)
    # Babel would cut the last letter of a text whose quote never closes.
    if strange := [at for at, text in enumerate(lines.lines) if not LINE.fullmatch(text)]:
        raise ContentError(_strange(lines, at) for at in strange[:MOST_PROBLEMS])
    catalog = _Catalog(language)
    try:
        PoFileParser(catalog, abort_invalid=True).parse(lines.lines)
    except PoFileError as error:
        raise ContentError([_incomplete(lines, error.lineno)]) from None
    except (AssertionError, IndexError, TypeError, ValueError):  # of a text alone, or a plural that isn't one
        raise ContentError([_incomplete(lines, len(lines.lines) - 1)]) from None
    entries = tuple(_entry(message, lines) for message in catalog.found)
    gone = tuple(_entry(message, lines) for message in catalog.obsolete.values())
    file = PoFile(dict(catalog.header), entries, gone, catalog.remarks)
    if problems := [*_unfit(file, lines, language)]:
        raise ContentError(problems)
    return file


def po_bytes(file: PoFile) -> bytes:
    """Return `file` as it's saved."""
    head = "".join(f"{key}: {value}\n" for key, value in file.header.items())
    remarks = [f"# {line}".rstrip() for line in file.remarks]
    blocks = ["\n".join([*remarks, 'msgid ""', f"msgstr {_quoted(head)}"])]
    blocks += ["\n".join(_lines(entry, file.forms)) for entry in file.entries]
    blocks += ["\n".join(_lines(entry, file.forms, "#~ ")) for entry in file.gone]
    return ("\n\n".join(blocks) + "\n").encode()


class _Catalog(Catalog):
    """What Babel reads, with every text, even one that is there twice, and the header as it is."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=str(locale_of(language)))
        self.found: list[Message] = []
        self.header: list[tuple[str, str]] = []
        self.remarks: tuple[str, ...] = ()

    def __setitem__(self, id: Any, message: Message) -> None:
        if id != "":
            self.found.append(message)
            return
        super().__setitem__(id, message)
        self.remarks = tuple(message.user_comments)
        pairs = (line.partition(":") for line in str(message.string).splitlines())
        self.header = [(key.strip(), value.strip()) for key, _, value in pairs]


def _entry(message: Message, lines: SourceFile) -> Entry:
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    remarks = [one for one in message.user_comments if not one.startswith(PREVIOUS)]
    before = " ".join(one for one in message.user_comments if one.startswith(PREVIOUS)).split("msgid_plural")
    previous = tuple("".join(map(unescape, QUOTED.findall(part))) for part in before if '"' in part)
    line = message.lineno or 1
    places = _places(lines, line)
    texts = (SourceText(text, next(places, NOWHERE), style='"') for text in said)
    has_any = any(said)
    return Entry(
        str(message.context or ""), english, tuple(texts) if has_any else (), message.fuzzy, previous,
        tuple(message.auto_comments), tuple(remarks), _line(lines, line - 1),
    )  # fmt: skip


def _places(lines: SourceFile, line: int) -> Iterator[Location]:
    """Yield the place of each translation of the text on `line`, counted from 1."""
    for number, text in enumerate(lines.lines[line:], line):
        if found := SAID.match(text):
            # A long text starts below the keyword.
            below = number + 1 if text[found.end() :].strip() == '""' else number
            column = found.end() if below == number else 0
            shown = lines.lines[min(below, len(lines.lines) - 1)]
            yield lines.place(below, column, len(shown) - column)
        elif not text.startswith(('"', "msgid_plural", "#~")):
            return


def _line(lines: SourceFile, at: int) -> Location:
    return lines.place(at, 0, len(lines.lines[min(at, len(lines.lines) - 1)]))


def _strange(lines: SourceFile, at: int) -> Problem:
    message = "this line is neither a comment nor a text in quotes, with or without a keyword such as msgstr"
    fix = "put straight quotes around the text, and a backslash before quotes inside it"
    return Problem(_line(lines, at), RULE, message, fix)


def _incomplete(lines: SourceFile, at: int) -> Problem:
    message = "this text has no msgstr, or more of them than its language has plural forms"
    fix = (
        "write its translation after msgstr, or after msgstr[0], msgstr[1] …, as many as “Plural-Forms” says"
    )
    return Problem(_line(lines, at), RULE, message, fix)


def _unfit(file: PoFile, lines: SourceFile, language: str) -> Problems:
    said = file.header.get(LANGUAGE, language).replace("_", "-")
    if said != language:
        message = f"this file is named for the language “{language}”, but its header says “{said}”"
        line = next((at for at, text in enumerate(lines.lines) if f"{LANGUAGE}:" in text), 0)
        fix = f"write “{LANGUAGE}: {language}\\n” there, or rename the file"
        yield Problem(_line(lines, line), RULE, message, fix)
    try:
        file.form(1)
    except ValueError:
        line = next((at for at, text in enumerate(lines.lines) if FORMS in text), 0)
        message, fix = (
            "this isn’t a rule for plural forms",
            f"write “{new_header(language)[FORMS]}” after the colon",
        )
        yield Problem(_line(lines, line), RULE, message, fix)
    first = dict[object, Location]()
    for entry in file.entries:
        if (other := first.setdefault(entry.key, entry.where)) is not entry.where:
            message = f"“{entry.context}” is here twice with the same English text"
            yield Problem(
                entry.where, RULE, message, f"the first is on line {other.line}; delete one of them"
            )


def _lines(entry: Entry, forms: int, mark: str = "") -> Iterator[str]:
    """Yield the lines of an entry in a language with so many plural `forms`, each after `mark`."""
    for prefix, comments in (("#", entry.remarks), ("#.", () if mark else entry.notes)):
        for comment in comments:
            yield from (f"{prefix} {line}" for line in textwrap.wrap(comment, WIDTH))
    if entry.is_fuzzy and not mark:
        yield "#, fuzzy"
    texts = [*zip(("msgid", "msgid_plural"), entry.previous, strict=False)]
    for word, text in texts if not mark else ():
        yield from (f"#| {line}" for line in f"{word} {_quoted(text)}".split("\n"))
    whole = [("msgctxt", entry.context)] if entry.context else []
    whole += zip(("msgid", "msgid_plural"), entry.english, strict=False)
    is_plural = len(entry.english) > 1
    said: Iterable[str] = entry.said or [""] * (forms if is_plural else 1)
    whole += [(f"msgstr[{at}]" if is_plural else "msgstr", text) for at, text in enumerate(said)]
    for word, text in whole:
        yield from (f"{mark}{line}" for line in f"{word} {_quoted(text)}".split("\n"))


def _quoted(text: str) -> str:
    return normalize(text, width=WIDTH)
