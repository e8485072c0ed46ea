"""What a build reports: its progress, and what it made."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.problems import Problem
from generator.project import relative_to_cwd

Progress = Callable[[str], None]
"""Called with each step as it starts, in a few words: “Rendering pages”. A detail can follow a colon, then or
later: “Typesetting worksheets: 3 of 8 (A title)”."""
Engine = Literal["mkdocs", "zensical"]
"""The program that makes what surrounds the pages."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made."""

    site: Path
    url: str
    """Where the site will be published."""
    pages: int
    sheets: int
    """PDFs: every worksheet in each edition and paper size, and the files for workshops."""
    seconds: float
    warnings: tuple[Problem, ...]
    """Sorted by location."""
    server_snippets: Mapping[str, bytes]
    """Settings for web servers that belong to exactly this site, by file name."""


def summary(result: BuildResult, up_to_date: bool = False) -> str:
    """Return the last lines a build prints; if `up_to_date`, an earlier build already made the result."""
    site = relative_to_cwd(result.site)
    made = f"{result.pages} pages and {result.sheets} printable sheets"
    return (
        f"{f'Nothing changed: {made}' if up_to_date else f'Built {made} in {result.seconds:.1f} s'}.\n"
        f"The site is in {site}. To read it, run python3 -m http.server --directory {shlex.quote(str(site))} "
        "and open http://localhost:8000/"
    )
