"""Runs Typst on templates with data, and reports what is wrong with a template.

An author's texts are data to Typst, as JSON, and never code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any, TypeAlias

import typst

from generator.layers import FIX, PROGRAM_PREFIX, template_path
from generator.model.foreign import plain
from generator.paper.fonts import fonts
from generator.problems import ContentError, Location, Problem

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""PDF/A for archives and PDF/UA for screen readers, as the public sector requires."""
VALUE = re.compile(rb'href="value:([^"]*)"')
"""The link in which a template returns a value as JSON."""
Argument: TypeAlias = float | Sequence[float] | Mapping[str, Any]
"""What a template's function `main` can be called with."""


class Typesetter:
    """Typesets templates of one folder with the same data; the same bytes on every run.

    What's different each time are arguments of a template's function `main`; without arguments, the whole
    file is typeset. Typst reads the templates only once and reuses much of what it has set before, in this
    process and with the same data. That's most of the time that a worksheet needs.

    Its methods raise `ContentError` when a template is broken.
    """

    def __init__(self, folder: Path, data: Mapping[str, Any]) -> None:
        self.folder, self._data = folder, data
        self._compiler: typst.Compiler | None = None

    def __reduce__(self) -> tuple[type[Typesetter], tuple[Path, Mapping[str, Any]]]:
        """Go to another process without the compiler, which can't."""
        return Typesetter, (self.folder, self._data)

    def pdf(self, file: Path, *arguments: Argument) -> bytes:
        """Return the PDF that the template `file` makes; `ContentError` is raised for warnings, too."""
        with self._ready(file) as ready:
            made, warnings = ready.compile_with_warnings(
                input=_source(file, arguments), format="pdf", pdf_standards=STANDARDS
            )
        if warnings:
            raise ContentError(_template_problem(warning, file) for warning in warnings)
        assert isinstance(made, bytes)
        return made

    def images(self, file: Path, pixels_per_inch: float, *arguments: Argument) -> list[bytes]:
        """Return each page that the template `file` makes as a PNG."""
        with self._ready(file) as ready:
            made = ready.compile(input=_source(file, arguments), format="png", ppi=pixels_per_inch)
        assert made
        return made if isinstance(made, list) else [made]

    def value(self, file: Path, *arguments: Argument) -> Any:
        """Return what the template `file` returns in a link to `value:` and JSON.

        Typst's own way to ask for a value reads the templates again each time.
        """
        with self._ready(file) as ready:
            made = ready.compile(input=_source(file, arguments), format="svg")
        assert isinstance(made, bytes)
        found = VALUE.search(made)
        assert found
        return json.loads(unescape(found[1].decode()))

    @contextmanager
    def _ready(self, file: Path) -> Iterator[typst.Compiler]:
        """Provide the compiler; turns an error of Typst into a `ContentError` with its line."""
        if not self._compiler:
            self._compiler = typst.Compiler(
                root=self.folder,
                font_paths=fonts(),
                ignore_system_fonts=True,
                sys_inputs={"data": _json(self._data)},
            )
        try:
            yield self._compiler
        except typst.TypstError as error:
            raise ContentError([_template_problem(error, file)]) from error


def _source(file: Path, arguments: Sequence[Argument]) -> Any:
    """Return what Typst gets as the document: `file` itself, or a call of its function `main`."""
    if not arguments:
        return file
    return f'#import "{file.name}": main\n#main({", ".join(map(_code, arguments))})'.encode()


def _code(argument: Argument) -> str:
    """Return `argument` in Typst; a mapping is JSON in a text, in which nothing is code."""
    match argument:
        case Mapping():
            text = _json(argument).replace("\\", "\\\\").replace('"', '\\"')
            return f'json(bytes("{text}"))'
        case Sequence():
            return f"({''.join(f'{number}, ' for number in argument)})"
    return str(argument)


def _json(data: Mapping[str, Any]) -> str:
    """Return `data` as JSON, without the marks of what isn't translated."""
    return plain(json.dumps(data, ensure_ascii=False))


def _template_problem(error: typst.TypstError | typst.TypstWarning, file: Path) -> Problem:
    found = re.search(r"┌─ \W*(?P<file>.+?):(?P<line>\d+):(?P<column>\d+)", error.diagnostic)
    place = Location(template_path(file))
    if found:
        *_, folder, name = ("", *Path(found["file"]).parts)
        path = template_path(file.with_name(f"{folder}/{name}" if folder == PROGRAM_PREFIX else name))
        place = Location(path, int(found["line"]), int(found["column"]))
    return Problem(place, "template", f"Typst says: {error.message}", " ".join(error.hints) or FIX)
