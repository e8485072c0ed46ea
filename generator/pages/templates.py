"""Renders the Jinja templates in templates/pages, and reports their errors as problems.

Authors' texts are values, never templates. Every value is escaped, except the HTML that `prose` makes from
an author's Prose.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    pass_context,
)
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator.engine.memo import Memo
from generator.layers import FIX, PROGRAM_PREFIX, Layers
from generator.load.strings import Strings, StringTemplate
from generator.model.checklist import Checklist, Item
from generator.model.foreign import marked
from generator.model.guide import Guide
from generator.model.language_names import name_in
from generator.model.markdown import terms, to_html
from generator.model.record import Record
from generator.model.words import capital
from generator.pages.contents import headings, is_long
from generator.pages.glossary import in_order
from generator.problems import ContentError, Location, Problem, did_you_mean


def environment(layers: Layers, strings: Strings, cache: BytecodeCache | None = None) -> Environment:
    """Return the Jinja environment for the pages of `layers`, with our filters and the `strings`.

    It looks for compiled templates in `cache`, if there is one, and adds them. A template that it has loaded
    stays as it is.
    """
    jinja = Environment(
        loader=loader(layers, "pages"),
        auto_reload=False,
        bytecode_cache=cache,
        undefined=_UnknownName,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # As letters: a mark of model/foreign.py that's written as an escape couldn't be found.
    jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    jinja.globals["strings"] = strings
    jinja.tests["long"] = is_long
    jinja.filters.update(
        prose=_prose,
        linked=_linked,
        untranslated=_untranslated,
        link=_link,
        address=_address,
        terms=terms,
        in_order=in_order,
        headings=headings,
        capital=capital,
        spelled=partial(_spelled, strings=strings),
        either=partial(_either, strings=strings),
        digest=_digest,
        size=partial(file_size, strings=strings),
        day=partial(format_day, strings=strings),
        language=partial(_language, strings=strings),
    )
    return jinja


def loader(layers: Layers, folder: str) -> BaseLoader:
    """Return what loads the templates in `folder`: those of the guide, then those of the program.

    With `PROGRAM_PREFIX` before its name, a template is always the program's, so the guide's can extend it.
    """
    programs = PrefixLoader({PROGRAM_PREFIX: FileSystemLoader(layers.program / folder)})
    return ChoiceLoader([_LayersLoader(layers, folder), programs])


class _LayersLoader(FileSystemLoader):
    def __init__(self, layers: Layers, folder: str) -> None:
        super().__init__(layers.folders(folder))
        self._layers, self._folder = layers, folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = super().get_source(environment, template)
        # Files that are hidden can lead out of the folder, too.
        self._layers.file(f"{self._folder}/{template}")
        return found


def render(jinja: Environment, names: list[str], values: Mapping[str, object]) -> Markup:
    """Return the HTML of a template, filled with `values`; `here` of them is the start of the page's links.

    It's the first of those called `names` that there is.
    Raises `ContentError` with the file and line for an error in a template.
    """
    try:
        return Markup(jinja.select_template(names).render(values))
    except Exception as error:
        reraise(error, "templates/pages")


def reraise(error: Exception, folder: str) -> NoReturn:
    """Raise what `error`, which came up while templates of `folder` were rendered, is to the author.

    That's `ContentError` if it's an error in one of them.
    """
    if not isinstance(error, ContentError) and (problem := template_problem(error, folder)):
        raise ContentError([problem]) from error
    raise error


class _UnknownName(StrictUndefined):
    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        fields = [field for field in dir(self._undefined_obj) if not field.startswith("_")]
        suggestion = did_you_mean(name, fields)
        return f"“{name}” is unknown here" + (f"; {suggestion}" if suggestion else "")


def path_to_root(address: str) -> str:
    """Return the relative link from the page at `address` to the top of the site."""
    return "../" * address.count("/")


@pass_context
def _link(context: Context, address: str) -> str:
    """Return a relative link from this page to another address of the site."""
    return f"{context['here']}{address}" or "./"


@pass_context
def _address(context: Context, link: str) -> str:
    """Return the site address of an author's Link."""
    guide: Guide = context["guide"]
    return guide.address_at(link)


@pass_context
def _prose(context: Context, text: str) -> Markup:
    """Return an author's Prose as safe HTML."""
    guide: Guide = context["guide"]
    key = text, context["here"], guide.moved
    return _prose_html.get_or_compute(
        key, lambda: to_html(text, lambda link: _link(context, guide.address_at(link)))
    )


_prose_html: Memo[Markup] = Memo()
"""Prose as HTML, by its text, the start of its page's links, and the kinds that have other addresses."""


@pass_context
def _digest(context: Context, item: Item, checklist: Checklist) -> str:
    """Return six hex digits that change whenever the words of an item do; all languages have the same."""
    guide: Guide = context["guide"]
    original = guide.original.checklists[checklist.id] if guide.original else checklist
    text = next(one.text for one in original.items if one.id == item.id)
    return hashlib.sha256(text.encode()).hexdigest()[:6]


QUOTED = re.compile("“([^“”]+?)([.,]?)”")
"""Words in quotes, and a period or comma that belongs to the sentence around them."""


@pass_context
def _linked(context: Context, text: str) -> str:
    """Return an author's Text, in which the title of another record in quotes is a link to its page.

    `named` of the context has the records by their titles, and `address` is that of the page.
    """
    if "“" not in text:
        return text
    named: Mapping[str, Record] = context["named"]
    parts, end = [], 0
    for quote in QUOTED.finditer(text):
        record = named.get(quote[1])
        # The title is read here, so an edit of it makes this page again.
        if record and record.title and record.address != context["address"]:
            link = Markup('<a href="{}">{}</a>').format(_link(context, record.address), quote[1])
            parts += [escape(text[end : quote.start(1)]), link]
            end = quote.end(1)
    return Markup().join((*parts, escape(text[end:])))


@pass_context
def _untranslated(context: Context, text: str) -> str:
    """Return a text that no one translates, such as a citation; in a translation, it has marks."""
    guide: Guide = context["guide"]
    return marked(text) if guide.translation else text


def _spelled(number: int, strings: Strings) -> str:
    """Return a small number as a word for use inside a line: "four"."""
    digits = str(number)
    return str(strings.numbers[digits]) if digits in strings.numbers else digits


def _either(choices: Sequence[object], strings: Strings) -> str:
    """Return the choices as a list that ends with “or” in the language of `strings`: "45, 60, or 90"."""
    return format_list([*map(str, choices)], "or", locale=strings.language)


def format_day(day: date, strings: Strings) -> str:
    """Return `day` in the language of `strings`, such as "March 5, 2026"."""
    return format_date(day, "long", locale=strings.language)


def _language(code: str, strings: Strings) -> str:
    """Return what the language with this `code` is called in the language of `strings`."""
    return name_in(code, strings.language)


def file_size(sizes: Collection[int], strings: Strings) -> str:
    """Return the sizes of files, given in bytes, as readers see them: "96 to 98 kB"."""
    (least, unit), (most, last_unit) = (_in_unit(size, strings) for size in (min(sizes), max(sizes)))
    if (least, unit) == (most, last_unit):
        return str(unit(number=most))
    if unit == last_unit:
        return str(unit(number=strings.sizes.span(least=least, most=most)))
    return str(strings.sizes.span(least=unit(number=least), most=last_unit(number=most)))


def _in_unit(size: int, strings: Strings) -> tuple[str, StringTemplate]:
    """Return a number, and the text for its unit."""
    if size < 999_500:
        return str(max(1, round(size / 1000))), strings.sizes.kilobytes
    return format_decimal(size / 1_000_000, "0.0", strings.language), strings.sizes.megabytes


def template_problem(error: Exception, folder: str) -> Problem | None:
    """Return the problem in a template of `folder` that raised `error`; None if the cause is elsewhere."""
    location = _last_frame(error, folder)
    match error:
        case TemplateNotFound():
            location = location or Location(f"{folder}/{error.name}")
            message = f"there’s no template “{error.name}”"
        case TemplateSyntaxError():
            location = _line(error.filename or error.name or "", error.lineno, folder)
            message = f"the template can’t be read: {error.message}"
        case UnicodeDecodeError():
            location = Location(folder)
            message = "a template isn’t saved as UTF-8"
        case RecursionError():
            message = "the template includes itself endlessly"
        case _:
            message = f"the template can’t be rendered: {error}"
    return Problem(location, "template", message, FIX) if location else None


def _last_frame(error: Exception, folder: str) -> Location | None:
    """Return the innermost line of a template that led to `error`; None if there is none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith((".j2", ".html", ".yml")):
            return _line(frame.filename, frame.lineno or 1, folder)
    return None


def _line(file: str, line: int, folder: str) -> Location:
    path = Path(file)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    excerpt = lines[line - 1] if line <= len(lines) else ""
    start = len(excerpt) - len(excerpt.lstrip())
    root = next((at for at in path.parents if at.name in (Path(folder).name, "overrides")), path.parent)
    name = f"{folder}/{path.relative_to(root).as_posix()}"
    return Location(name, line, start + 1, max(1, len(excerpt.strip())), excerpt)
