"""Sets type: hands data to a Typst file and returns what comes of it, or says kindly why nothing does.

What an author wrote goes to Typst as JSON, never as code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typst

from generator.model.formats import Paper
from generator.paper.fonts import fonts
from generator.problems import ContentError, Location, Problem
from generator.project import template_path

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""For archives, and for readers who listen: both at once, as the public sector asks."""


def paper_data(paper: Paper, turned: bool = False) -> dict[str, Any]:
    """Return what the Typst files are told of the paper as it lies."""
    return {"width": paper.width, "height": paper.height, "turned": turned}


def set_pdf(file: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that the Typst `file` makes of `data`; the same bytes on every run.

    Raises `ContentError` when the template is broken.
    """
    with compiler(file, data) as ready:
        made, warnings = ready.compile_with_warnings(format="pdf", pdf_standards=STANDARDS)
    if warnings:
        raise ContentError(_template_problem(warning, file) for warning in warnings)
    assert isinstance(made, bytes)
    return made


@contextmanager
def compiler(file: Path, data: Mapping[str, Any]) -> Iterator[typst.Compiler]:
    """Give what sets the Typst `file` with `data`.

    Turns what Typst complains of into a `ContentError` that names the line of the template.
    """
    try:
        yield typst.Compiler(
            file, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}
        )
    except typst.TypstError as error:
        raise ContentError([_template_problem(error, file)]) from error


def _template_problem(trouble: typst.TypstError | typst.TypstWarning, file: Path) -> Problem:
    found = re.search(r"┌─ \W*(?P<file>.+?):(?P<line>\d+):(?P<column>\d+)", trouble.diagnostic)
    place = Location(template_path(file))
    if found:
        other = template_path(file.with_name(Path(found["file"]).name))
        place = Location(other, int(found["line"]), int(found["column"]))
    return Problem(place, "template", f"Typst says: {trouble.message}", " ".join(trouble.hints))
