"""What is told of a build: what it is doing, and what it made."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problem
from generator.project import relative_to_cwd

Progress = Callable[[str], None]
"""Is told, in a few words, what begins now."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    site: Path
    url: str
    """Where it will be published."""
    pages: int
    sheets: int
    """PDFs: every worksheet in every edition and size of paper, and what is printed for workshops."""
    seconds: float
    warnings: tuple[Problem, ...]
    """What could be worded better, sorted by place."""
    for_servers: Mapping[str, bytes]
    """Settings of web servers that go with this very site, by the names of their files."""


def summary(built: Built, unchanged: bool = False) -> str:
    """Return what is told at the end; `unchanged` says that an earlier build has made it."""
    site = relative_to_cwd(built.site)
    made = f"{built.pages} pages and {built.sheets} sheets to print"
    return (
        f"{f'Nothing has changed: {made}' if unchanged else f'{made} in {built.seconds:.1f} s'}.\n"
        f"The site is in {site}. To read it: python3 -m http.server --directory {shlex.quote(str(site))}, "
        "then open http://localhost:8000/"
    )
