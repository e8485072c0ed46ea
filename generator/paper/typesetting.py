"""Runs Typst on a template with data, and reports what is wrong with the template.

An author's texts are data to Typst, as JSON, and never code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typst

from generator.paper.fonts import fonts
from generator.problems import ContentError, Location, Problem
from generator.project import template_path

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""PDF/A for archives and PDF/UA for screen readers, as the public sector requires."""


def typeset_pdf(file: Path, data: Mapping[str, Any], *numbers: float) -> bytes:
    """Return the PDF that the template `file` makes of `data`; the same bytes on every run.

    With `numbers`, it calls the function `main` of the template with them. If only they differ, Typst reuses
    what it has set before in this process. Raises `ContentError` when the template is broken.
    """
    with compiler(file, data, *numbers) as ready:
        pdf, warnings = ready.compile_with_warnings(format="pdf", pdf_standards=STANDARDS)
    if warnings:
        raise ContentError(_template_problem(warning, file) for warning in warnings)
    assert isinstance(pdf, bytes)
    return pdf


@contextmanager
def compiler(file: Path, data: Mapping[str, Any], *numbers: float) -> Iterator[typst.Compiler]:
    """Provide a compiler for the template `file` with `data` and `numbers`, as for `typeset_pdf`.

    Turns an error of Typst into a `ContentError` with the line of the template.
    """
    source: Any = f'#import "{file.name}": main\n#main{numbers}'.encode() if numbers else file
    try:
        yield typst.Compiler(
            source,
            root=file.parent,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
        )
    except typst.TypstError as error:
        raise ContentError([_template_problem(error, file)]) from error


def _template_problem(error: typst.TypstError | typst.TypstWarning, file: Path) -> Problem:
    found = re.search(r"┌─ \W*(?P<file>.+?):(?P<line>\d+):(?P<column>\d+)", error.diagnostic)
    place = Location(template_path(file))
    if found:
        path = template_path(file.with_name(Path(found["file"]).name))
        place = Location(path, int(found["line"]), int(found["column"]))
    return Problem(place, "template", f"Typst says: {error.message}", " ".join(error.hints))
