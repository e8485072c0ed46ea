"""The page templates: Jinja over templates/pages, with its mistakes told as problems.

A template lays out values; it never sees author text as a template. Every value is escaped
on its way out, except the HTML that `prose` makes from an author's Prose.
"""

from __future__ import annotations

import traceback
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context
from markupsafe import Markup

from generator.engine.memo import Memo
from generator.load.strings import Strings, StringTemplate
from generator.model.markdown import terms, to_html
from generator.problems import ContentError, Location, Problem, did_you_mean

HERE = "here"
"""The name under which a template knows the place of its own page; links start from it."""
WORDS = "strings"
"""The name under which a template knows what the program itself says to readers."""


def environment(folder: Path, strings: Strings, kept: BytecodeCache | None = None) -> Environment:
    """Return the Jinja environment over `folder`, with the filters that pages need and the `strings`.

    What it compiles is `kept`, if there is where.
    """
    jinja = Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=kept,
        undefined=UnknownName,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals[WORDS] = strings
    jinja.filters.update(prose=_prose, link=_link, address=address_of, terms=terms, capital=_capital)
    jinja.filters.update(
        spelled=partial(_spelled, strings=strings),
        either=partial(_either, strings=strings),
        size=partial(file_size, strings=strings),
        day=partial(in_words, strings=strings),
    )
    return jinja


def render(jinja: Environment, name: str, here: str, **values: object) -> Markup:
    """Lay out `values` with the template `name` for a page whose links start with `here`.

    Raises `ContentError` with the template's file and line for a mistake in a template.
    """
    try:
        return Markup(jinja.get_template(name).render(here=here, **values))
    except Exception as error:
        if problem := template_problem(error, "templates/pages"):
            raise ContentError([problem]) from error
        raise


def strings_of(jinja: Environment) -> Strings:
    """Return the words in which the templates of `jinja` speak."""
    strings = jinja.globals[WORDS]
    assert isinstance(strings, Strings)
    return strings


class UnknownName(StrictUndefined):
    """A name that a template asks for and nobody gave; says what it may have meant."""

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        known = [field for field in dir(self._undefined_obj) if not field.startswith("_")]
        hint = did_you_mean(name, known)
        return f"“{name}” is unknown here" + (f"; {hint}" if hint else "")


def way_up(address: str) -> str:
    """Return the relative link from the page at `address` to the top of the site."""
    return "../" * address.count("/")


def address_of(link: str) -> str:
    """Return the site address of an internal link: `principles/asking#x`, `sources`, `about`."""
    path, mark, anchor = link.partition("#")
    folder, slash, rest = path.partition("/")
    if folder == "pages" and slash:
        path = rest
    return f"{path.rstrip('/')}/{mark}{anchor}".removeprefix("/")


@pass_context
def _link(context: Context, address: str) -> str:
    """Return the way from this page to another address of the site."""
    return f"{context[HERE]}{address}" or "./"


@pass_context
def _prose(context: Context, text: str) -> Markup:
    """Return an author's Prose as safe HTML."""
    here = context[HERE]
    return _laid_out.get_or_compute(
        (text, here), lambda: to_html(text, lambda link: _link(context, address_of(link)))
    )


_laid_out: Memo[Markup] = Memo()
"""Prose as HTML, by its text and the place of its page."""


def _spelled(number: int, strings: Strings) -> str:
    """Return a small number as a word within a line: "four"."""
    digits = str(number)
    return str(strings.numbers[digits]) if digits in strings.numbers else digits


def _capital(text: str) -> str:
    """Return `text` as it begins a line."""
    return text[:1].upper() + text[1:]


def _either(choices: Sequence[object], strings: Strings) -> str:
    """Return one thing, or several of which one is meant: "45, 60 or 90"."""
    *others, last = map(str, choices)
    return strings.parts["or"](others=", ".join(others), last=last) if others else last


def in_words(day: date, strings: Strings) -> str:
    """Return `day` as people write it, "March 5, 2026"; the machine's own language plays no part."""
    return format_date(day, "long", locale=strings.language)


def file_size(sizes: Collection[int], strings: Strings) -> str:
    """Return how large files are, as readers see it in their download list: "96 to 98 kB"."""
    (least, unit), (most, last_unit) = (_bytes(size, strings) for size in (min(sizes), max(sizes)))
    if (least, unit) == (most, last_unit):
        return str(unit(number=most))
    if unit == last_unit:
        return str(unit(number=strings.sizes.span(least=least, most=most)))
    return str(strings.sizes.span(least=unit(number=least), most=last_unit(number=most)))


def _bytes(size: int, strings: Strings) -> tuple[str, StringTemplate]:
    """Return a number, and the unit that it counts."""
    if size < 999_500:
        return str(max(1, round(size / 1000))), strings.sizes.kilobytes
    return format_decimal(size / 1_000_000, "0.0", strings.language), strings.sizes.megabytes


def template_problem(error: Exception, folder: str) -> Problem | None:
    """Return what `error` means for whoever wrote the templates in `folder`; None if it is none of theirs."""
    match error:
        case TemplateNotFound():
            place: Location | None = Location(f"{folder}/{error.name}")
            said = f"there is no template “{error.name}”"
        case TemplateSyntaxError():
            place = _line(error.filename or error.name or "", error.lineno, folder)
            said = f"the template cannot be read: {error.message}"
        case UnicodeDecodeError():
            place = Location(folder)
            said = "a template is not saved as UTF-8"
        case RecursionError():
            place = _last_frame(error, folder)
            said = "the template includes itself without end"
        case UndefinedError():
            place = _last_frame(error, folder)
            said = f"the template cannot be filled in: {error.message}"
        case _:
            place = _last_frame(error, folder)
            said = f"the template cannot be filled in: {error}"
    return Problem(place, "template", said, "mend the template") if place else None


def _last_frame(error: Exception, folder: str) -> Location | None:
    """Return the innermost line of a template on the way to `error`; None if it arose in our own code."""
    known = (".j2", ".html")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(known)]
    return _line(frames[-1].filename, frames[-1].lineno or 1, folder) if frames else None


def _line(file: str, line: int, folder: str) -> Location:
    path = Path(file)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    excerpt = lines[line - 1] if line <= len(lines) else ""
    start = len(excerpt) - len(excerpt.lstrip())
    home = next((at for at in path.parents if at.name in (Path(folder).name, "overrides")), path.parent)
    shown = f"{folder}/{path.relative_to(home).as_posix()}"
    return Location(shown, line, start + 1, max(1, len(excerpt.strip())), excerpt)


class _Kept(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one template; a disk that is full or not writable is no reason to fail."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled(build: Path) -> BytecodeCache | None:
    """Return what keeps compiled templates in the folder `build`; None where nothing can be kept.

    An entry is found by the name of its template, and used while the digest of the text is the same.
    """
    folder = build / "cache" / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Kept(str(folder))
