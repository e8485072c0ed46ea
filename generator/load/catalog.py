"""Reads a catalog: a gettext PO file with the texts of a guide or of the program in another language.

Babel reads what an entry says. This module checks the form of the file first, because Babel repairs what it
doesn't understand, and remembers where each answer is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.engine.memo import Memo, digest
from generator.load.encoding import readable
from generator.model.source_text import SourceFile
from generator.problems import ContentError, Location, Problem, Problems

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

LARGEST_CATALOG = 8 * 1024 * 1024
"""Bytes, eight times as many as that of a guide of 60,000 words."""
STRING = r'"(?:[^"\\]|\\["\\nt])*"'
LINE = re.compile(rf"\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?) )?{STRING})?\s*")
ANSWER = re.compile(rf"^msgstr.*(?:\n{STRING})*", re.MULTILINE)
CHARACTER = re.compile(r"\\?.")
"""What one character of a text is in the file."""
Key = tuple[str, str]
"""The context of an entry, and its text in the original."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a catalog says instead of one text, and the lines where it does."""

    text: str
    file: str
    line: int
    """The number of its first line, counted from 1."""
    lines: tuple[str, ...]
    """The lines of the file, from `msgstr` on."""

    @property
    def where(self) -> Location:
        """The place of its first character."""
        return self.at(0, len(self.text))

    def at(self, index: int, length: int = 1) -> Location:
        """Return the place of `length` characters from the one at `index`, as far as they're on its line."""
        for number, line in enumerate(self.lines):
            first, last = line.index('"') + 1, line.rindex('"')
            typed = [match.start() for match in CHARACTER.finditer(line, first, last)]
            if index < len(typed) or number + 1 == len(self.lines):
                start = typed[min(index, len(typed) - 1)] if typed else first
                end = typed[index + length] if index + length < len(typed) else last
                return Location(self.file, self.line + number, start + 1, max(1, end - start), line)
            index -= len(typed)
        raise AssertionError("an answer has at least one line")


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One text of a catalog, and what's instead of it."""

    context: str
    text: str
    """In the language of the original; of a plural, its first form."""
    answers: tuple[Answer, ...]
    """The answer, which can be empty; of a plural, one for each of its forms."""
    is_fuzzy: bool
    """Whether the answer was for another text, so that someone has to look at it."""
    previous: str
    """The text that it was for, if it `is_fuzzy`."""

    @property
    def key(self) -> Key:
        return self.context, self.text

    @property
    def answer(self) -> str:
        """The answer; empty if there's none yet."""
        return self.answers[0].text


@dataclass(frozen=True)
class CatalogFile:
    """A catalog that was read."""

    name: str
    """The path of the file, from the project folder."""
    messages: Catalog
    """As Babel read it."""
    entries: tuple[CatalogEntry, ...]
    digest: bytes
    """Of the file's bytes."""

    @cached_property
    def _by_key(self) -> Mapping[Key, CatalogEntry]:
        return {entry.key: entry for entry in self.entries}

    def entry(self, key: Key) -> CatalogEntry | None:
        """Return the entry with a `key`, if there's one."""
        return self._by_key.get(key)

    def answer(self, key: Key) -> Answer | None:
        """Return the answer to a `key`; None if there's none yet, or one for another text."""
        entry = self._by_key.get(key)
        return entry.answers[0] if entry and entry.answer and not entry.is_fuzzy else None


def read_catalog(data: bytes, name: str, language: str) -> CatalogFile:
    """Return the catalog in `data`, the bytes of the file called `name`, which has to be in `language`.

    Raises `ContentError` for everything that keeps it from being one.
    """
    key = name, language, digest(data)
    return _memo.get_or_compute(key, lambda: _read(data, name, language))


_memo: Memo[CatalogFile] = Memo()


def _read(data: bytes, name: str, language: str) -> CatalogFile:
    # Babel's catalogs take time to import, and most guides have none.
    from babel.messages.catalog import Catalog, Message
    from babel.messages.pofile import PoFileError, PoFileParser

    file = readable(data, name, LARGEST_CATALOG)
    if problems := list(_malformed(file)):
        raise ContentError(problems)
    repeated = list[tuple[Message, Message]]()

    class Entries(Catalog):
        """A catalog that notes which entries are there twice; Babel's drops the second."""

        def __setitem__(self, id: Any, message: Message) -> None:
            if id and (first := self.get(id, message.context)):
                repeated.append((first, message))
            super().__setitem__(id, message)

    messages = Entries(locale=language)
    try:
        PoFileParser(messages, abort_invalid=True).parse(file.text.split("\n"))
    except PoFileError as error:
        fix = "restore the lines of this entry: msgctxt, msgid and msgstr"
        problem = _problem(file.place(error.lineno, 0, 200), "this entry isn’t complete", fix)
        raise ContentError([problem]) from None
    except (ValueError, UnicodeError):
        fix = "write it as “advice translate” does"
        raise ContentError(
            [_problem(file.place(0, 0), "the header of this catalog can’t be read", fix)]
        ) from None
    if problems := [*_wrong_language(file, messages, language), *_repeated(file, repeated)]:
        raise ContentError(problems)
    return CatalogFile(name, messages, tuple(_entries(file, messages)), digest(data))


def _malformed(file: SourceFile) -> Problems:
    """Yield the first line that isn't in the form of a catalog: those after it often follow from it."""
    for number, line in enumerate(file.lines):
        if not LINE.fullmatch(line):
            message = "this line isn’t a part of a catalog"
            fix = 'each text is in straight quotes, with \\" for a quote inside it; a comment starts with #'
            yield _problem(file.place(number, 0, len(line)), message, fix)
            return


def _wrong_language(file: SourceFile, messages: Catalog, language: str) -> Problems:
    said = str(messages.locale_identifier)
    if said.partition("_")[0] != language:
        header = re.search(r"^\"Language:.*", file.text, re.MULTILINE)
        assert header, "only a header says another language"
        message = f"this catalog says that it’s in “{said}”, but its name says “{language}”"
        place = file.at(header.start(), len(header[0]))
        yield _problem(place, message, "rename the file, or change this line")


def _repeated(file: SourceFile, repeated: list[tuple[Message, Message]]) -> Problems:
    for first, second in repeated:
        message = f"this entry is already on line {first.lineno}"
        place = file.place((second.lineno or 1) - 1, 0, 200)
        yield _problem(place, message, "keep the better answer, and delete the other entry")


def _entries(file: SourceFile, messages: Catalog) -> Iterator[CatalogEntry]:
    """Yield the entries of a catalog in order. Babel knows the line of each `msgid`; answers are below it."""
    ends, line, at = dict[int, int](), 1, 0
    for match in ANSWER.finditer(file.text):
        line += file.text.count("\n", at, match.start())
        at = match.start()
        ends[line] = line + match[0].count("\n") + 1
    for message in filter(_is_entry, messages):
        begin, answers = message.lineno or 1, list[Answer]()
        for form in _forms(message.string or ""):
            begin = next(number for number in range(begin, len(file.lines) + 1) if number in ends)
            answers.append(Answer(form, file.name, begin, tuple(file.lines[begin - 1 : ends[begin] - 1])))
            begin = ends[begin]
        text = _forms(message.id)[0]
        previous = previous_text(message) if message.fuzzy else ""
        yield CatalogEntry(message.context or "", text, tuple(answers), message.fuzzy, previous)


def _is_entry(message: Message) -> bool:
    return bool(message.id)


def _forms(texts: str | Sequence[str]) -> tuple[str, ...]:
    """Return the forms of a plural, or the only one of another text."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def previous_text(message: Message) -> str:
    """Return the text that the answer of a `message` was for; empty if no one noted it.

    For Babel, it's a comment.
    """
    from babel.messages.pofile import denormalize

    lines = [line.removeprefix("|").strip() for line in message.user_comments if line.startswith("|")]
    texts = (line.removeprefix("msgid").strip() for line in lines if not line.startswith("msgctxt"))
    return denormalize("\n".join(texts)) if lines else ""


def _problem(place: Location, message: str, fix: str) -> Problem:
    return Problem(place, "not-a-catalog", message, fix)
