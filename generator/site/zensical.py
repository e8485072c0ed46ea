"""Has Zensical make what surrounds the pages of a staged project, as MkDocs does in `material`.

Zensical has no interface for other programs. So its command builds the project, with a mark in place of each
page's content. It's an optional package.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import BytecodeCache

from generator.engine.workers import run
from generator.layers import Layers
from generator.model.settings import SiteConfig
from generator.pages.foreign_text import foreign_attributes, with_languages
from generator.pages.page import NOT_FOUND
from generator.problems import ContentError, Location, Problem, Refusal, SystemFailure
from generator.site.frames import BuiltFrames, Frames, hole, minify_html
from generator.site.stage import Stage, write

WHERE = re.compile(r"RuntimeError: (.+) \(in ([^()\s:]+):(\d+)\)\s*$")
"""What's wrong in a template, its path, and the line."""
COMMAND = (sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml")
MISSING = (
    "Zensical isn’t installed. Install the package “zensical” where the program is installed, "
    "or leave out --engine."
)
FRAMED = (
    "Zensical can’t make the pages that other sites show in a frame. Remove “embed” from site_config.yml, "
    "or leave out --engine."
)


def ensure_possible(site: SiteConfig) -> None:
    """Raise `Refusal` if Zensical isn't installed, or can't make all that the settings ask for."""
    if not find_spec("zensical"):
        raise Refusal(MISSING)
    if site.embed:
        raise Refusal(FRAMED)


@contextmanager
def opened(
    staged: Stage, templates: Layers, updated: date, compiled: BytecodeCache | None = None
) -> Iterator[Frames]:
    """Give the frames of the pages of the project `staged`, which contains all that Zensical needs.

    Raises `ContentError` for an error in the theme's templates, and `SystemFailure` with the last of what
    Zensical said if it couldn't build.
    """
    # A line that begins with a block element passes through Markdown unchanged.
    mark = f"<div>{hole('content')}</div>"
    with TemporaryDirectory() as folder:
        write(staged.sources(lambda page: mark), Path(folder))
        code, said = run(COMMAND, Path(folder))
        if code:
            raise _failure(staged, said)

        foreign = foreign_attributes(staged.guide)

        def built(name: str) -> str:
            return with_languages(minify_html(Path(folder, "site", name).read_text("utf-8")), foreign)

        html = {page.address: built(f"{page.address}index.html") for page in staged.pages}
        missing_page = built(NOT_FOUND)
    if lost := [address for address, text in html.items() if text.count(mark) != 1]:
        raise SystemFailure(f"The content of {len(lost)} pages isn’t in what Zensical made of them.")
    html = {address: text.replace(mark, hole("content")) for address, text in html.items()}
    yield BuiltFrames(staged.pages, html, missing_page)


def _failure(staged: Stage, said: str) -> ContentError | SystemFailure:
    """Return why Zensical couldn't build a project, from what it `said`, of which the end matters."""
    if (found := WHERE.search(said)) and found[2] in staged.theme:
        place = Location(f"templates/site/theme/{found[2]}", int(found[3]))
        message = f"Zensical can’t render the template: {found[1]}"
        return ContentError([Problem(place, "template", message, "fix the template")])
    last = said.rstrip().rpartition("\n")[2]
    return SystemFailure(f"The pages were rendered, but Zensical couldn’t build the site from them: {last}")
