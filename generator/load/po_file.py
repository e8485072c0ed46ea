"""Reads and writes PO files, the form in which translators and their programs keep texts.

Babel reads them. What it doesn't keep (places, which text was there before) is added here, and so is writing:
a PO file of ours has no dates, so that writing the same texts again changes no byte.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from gettext import c2py
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError

from generator.engine.memo import Memo, digest
from generator.load.encoding import MOST_PROBLEMS, readable
from generator.model.source_text import NOWHERE, SourceFile, SourceText
from generator.problems import ContentError, Location, Problem, Problems

if TYPE_CHECKING:
    from babel.messages.catalog import Message

LARGEST_PO_FILE = 8 * 1024 * 1024
"""Bytes, ten times as many as a complete translation of a real guide."""
WIDTH = 110
"""Characters in a line, as far as words allow."""
RULE = "not-a-catalog"
PREVIOUS = "|"
"""What Babel leaves of the mark of a comment with the English text that a translation was made from."""
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
CHARACTER = re.compile(r"\\?.")
"""How one character of a text is written."""
LINE = re.compile(
    r"\s*(?:#(?!~).*|#~\|.*|(?:#~\s*)?(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"
    rf"{QUOTED.pattern}\s*|#~\s*)?"
)
"""What a line can be: a comment, a quoted text, or one with its keyword before it."""
SAMPLES = (*range(1, 201), 0, 1_000_000)
"""Numbers with every plural form of every language."""
MOST_FORMS = 6
"""Plural forms, as many as any language has."""
LANGUAGE, FORMS = "Language", "Plural-Forms"
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


class Said(SourceFile):
    """A translation by itself, in quotes; its places are those in its PO file."""

    def __init__(self, text: str, name: str, line: int, lines: Sequence[str]) -> None:
        """Take the `lines` of the PO file `name` from the keyword on; `line` is the first, counted from 0."""
        super().__init__(f'"{text}"', name)
        self._line, self._written = line, lines

    def at(self, index: int, length: int = 1) -> Location:
        index = max(0, index - 1)
        for number, line in enumerate(self._written, self._line):
            begin, end = line.index('"') + 1, line.rindex('"')
            starts = [match.start() for match in CHARACTER.finditer(line, begin, end)]
            if index < len(starts):
                stop = starts[index + length] if index + length < len(starts) else end
                return Location(self.name, number + 1, starts[index] + 1, stop - starts[index], line)
            index -= len(starts)
        return Location(self.name, self._line + 1, 1, len(self._written[0]), self._written[0])


@dataclass(frozen=True, slots=True)
class PoEntry:
    """A text and its translation."""

    context: str
    """Where the text belongs, because the same words can be in several places."""
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
    lines: SourceFile | None = None
    line: int = 0
    """The line of its English text, counted from 0, in `lines`."""
    file: str = ""
    """The path of the file with its English text, if translators can see it."""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        return self.context, self.english

    @property
    def where(self) -> Location:
        """The place of its English text."""
        return _line(self.lines, self.line) if self.lines else NOWHERE

    @property
    def is_usable(self) -> bool:
        """Whether readers can see the translation."""
        return bool(self.said) and not self.is_fuzzy


@dataclass(frozen=True)
class PoFile:
    """The texts of one PO file."""

    header: dict[str, str]
    entries: tuple[PoEntry, ...]
    gone: tuple[PoEntry, ...] = ()
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
    from babel.messages.plurals import get_plural

    # Not those of CLDR, which Babel could write, too: some depend on “e,” which gettext refuses.
    plural = get_plural(str(locale_of(language)))
    return {LANGUAGE: language, **HEADER, FORMS: plural.plural_forms}


def read_po_file(data: bytes, name: str, language: str) -> PoFile:
    """Return what's in `data`, the bytes of the file in `language` that messages call `name`.

    Raises `ContentError` if it isn't a PO file, is in another language, or has a text twice.
    """
    return _memo.get_or_compute((name, language, digest(data)), lambda: _read(data, name, language))


_memo: Memo[PoFile] = Memo()


def _read(data: bytes, name: str, language: str) -> PoFile:
    lines = readable(data, name, LARGEST_PO_FILE)
    # Babel would cut the last letter of a text whose quote never closes.
    if strange := [at for at, text in enumerate(lines.lines) if not LINE.fullmatch(text)]:
        raise ContentError(_strange(lines, at) for at in strange[:MOST_PROBLEMS])
    file = _parsed(lines, language)
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


def _parsed(lines: SourceFile, language: str) -> PoFile:
    """Return what Babel reads in `lines`; raises `ContentError` if it can't."""
    # Imported only for a guide with several languages, because that takes as long as reading a small one.
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import PoFileError, PoFileParser

    found: list[Message] = []
    header, remarks = dict[str, str](), list[str]()

    class Everything(Catalog):
        """Every text, even one that is there twice, and the header as it is."""

        @property
        def num_plurals(self) -> int:
            # Babel makes room for as many as the header says, even for a billion.
            return min(super().num_plurals, MOST_FORMS)

        def __setitem__(self, id: Any, message: Message) -> None:
            if id != "":
                found.append(message)
                return
            remarks.extend(message.user_comments)
            pairs = (line.partition(":") for line in str(message.string).splitlines())
            header.update((key.strip(), value.strip()) for key, _, value in pairs)
            # Babel needs no more of it, and stops at the empty dates that Poedit writes.
            message.string = f"{FORMS}: {header[FORMS]}\n" if FORMS in header else ""
            super().__setitem__(id, message)

    catalog = Everything(locale=str(locale_of(language)))
    try:
        # Babel doesn't know what a text was before it was gone.
        texts = ["" if line.startswith("#~|") else line for line in lines.lines]
        PoFileParser(catalog, abort_invalid=True).parse(texts)
    except PoFileError as error:
        raise ContentError([_incomplete(lines, error.lineno)]) from None
    except (AssertionError, IndexError, TypeError, ValueError):  # of a text alone, or a plural that isn't one
        raise ContentError([_incomplete(lines, len(lines.lines) - 1)]) from None
    entries, gone = (
        tuple(_entry(message, lines) for message in some) for some in (found, catalog.obsolete.values())
    )
    return PoFile(header, entries, gone, tuple(remarks))


def _entry(message: Message, lines: SourceFile) -> PoEntry:
    english = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    remarks = [one for one in message.user_comments if not one.startswith(PREVIOUS)]
    previous = _previous(one for one in message.user_comments if one.startswith(PREVIOUS))
    line = message.lineno or 1
    texts = _said(said, lines, line) if any(map(str.strip, said)) else ()
    return PoEntry(
        str(message.context or ""), english, tuple(texts), message.fuzzy, previous,
        tuple(message.auto_comments), tuple(remarks), lines, line - 1,
        next((file for file, _ in message.locations), ""),
    )  # fmt: skip


def _previous(comments: Iterable[str]) -> tuple[str, ...]:
    """Return the English text, or its two forms, in `comments` on what a translation was made from."""
    from babel.messages.pofile import unescape

    texts, word = {"msgid": "", "msgid_plural": ""}, ""
    for comment in comments:
        if found := QUOTED.search(comment):
            word = comment[len(PREVIOUS) : found.start()].strip() or word
            if word in texts:  # other programs also write down the context
                texts[word] += unescape(found[0])
    return tuple(filter(None, texts.values()))


def _said(texts: Sequence[str], lines: SourceFile, line: int) -> Iterator[SourceText]:
    """Yield the `texts` that translate the one on `line`, counted from 1, with their places."""
    english, every = line - 1, lines.lines
    for text in texts:
        while line < len(every) and every[line].startswith(('"', "msgid_plural")):
            line += 1
        begin = line
        while line < len(every) and every[line].startswith("msgstr" if line == begin else '"'):
            line += 1
        if begin == line:
            yield SourceText(text, _line(lines, english))
        else:
            said = Said(text, lines.name, begin, every[begin:line])
            yield SourceText(text, said, 0, len(said.text), '"')


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
    if not _has_forms(file):
        line = next((at for at, text in enumerate(lines.lines) if FORMS in text), 0)
        message, fix = (
            "this isn’t a rule for plural forms",
            f"write “{new_header(language)[FORMS]}” after the colon",
        )
        yield Problem(_line(lines, line), RULE, message, fix)
    first = dict[object, PoEntry]()
    for entry in file.entries:
        if (other := first.setdefault(entry.key, entry)) is not entry:
            message = f"“{entry.context}” is here twice with the same English text"
            fix = f"the first is on line {other.where.line}; delete one of them"
            yield Problem(entry.where, RULE, message, fix)


def _has_forms(file: PoFile) -> bool:
    """Return whether the file has a plural form for every number."""
    try:
        return file.forms <= MOST_FORMS and all(0 <= file.form(number) < file.forms for number in SAMPLES)
    except (ValueError, ArithmeticError):
        return False


def _lines(entry: PoEntry, forms: int, mark: str = "") -> Iterator[str]:
    """Yield the lines of an entry in a language with so many plural `forms`, each after `mark`."""
    for prefix, comments in (("#", entry.remarks), ("#.", () if mark else entry.notes)):
        for comment in comments:
            yield from (f"{prefix} {line}" for line in textwrap.wrap(comment, WIDTH))
    if entry.file and not mark:
        yield f"#: {entry.file}"
    if entry.is_fuzzy:
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
    from babel.messages.pofile import normalize

    return normalize(text, width=WIDTH)
