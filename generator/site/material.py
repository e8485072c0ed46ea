"""Opens a staged project with MkDocs and Material, and reports what goes wrong in them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from generator.engine.memo import Memo, digest
from generator.layers import Layers
from generator.pages.foreign_text import foreign_attributes
from generator.pages.templates import template_problem
from generator.problems import ContentError, SystemFailure
from generator.site.stage import Stage

if TYPE_CHECKING:
    from generator.site.frames import Frames


@contextmanager
def opened(
    staged: Stage, templates: Layers, updated: date, compiled: BytecodeCache | None = None
) -> Iterator[Frames]:
    """Give the frames of the pages of the project `staged`, with `updated` as the date of the build.

    Its theme is in `templates`, `compiled` keeps compiled templates between builds. The same project
    gives the same bytes. Raises `ContentError` for an error in the theme's templates, also if it happens in
    the block, and `SystemFailure` with all warnings of MkDocs.
    """
    with rendering(updated) as warnings:
        # Imported here because it takes half a second.
        from generator.site.frames import Frames
        from generator.site.mkdocs_project import MkDocsProject

        def open_project() -> Frames:
            project = MkDocsProject(staged, templates, compiled)
            _stop_for(warnings)
            return Frames(project, staged.pages, foreign=foreign_attributes(staged.guide))

        yield _opened.get_or_compute(_key(staged, updated), open_project)


@contextmanager
def rendering(updated: date) -> Iterator[list[str]]:
    """Give the warnings of MkDocs while the theme of an open project is rendered. Raises as `opened` does."""
    with _environment(updated), _captured_warnings() as warnings:
        try:
            yield warnings
            _stop_for(warnings)
        except (ContentError, SystemFailure, OSError):
            raise
        except Exception as error:
            if problem := template_problem(error, "templates/site/theme"):
                raise ContentError([problem]) from error
            details = warnings or [str(error) or type(error).__name__]
            raise SystemFailure(
                "The pages were rendered, but MkDocs couldn’t build the site from them:\n"
                + "\n".join(f"  {detail}" for detail in details)
            ) from error


_opened: Memo[Frames] = Memo()
"""Frames of projects, by everything around their pages."""


@cache
def _versions() -> tuple[str, ...]:
    return version("mkdocs"), version("mkdocs-material")


def _stop_for(warnings: list[str]) -> None:
    """Raise `SystemFailure` if there are warnings."""
    if warnings:
        raise SystemFailure("\n".join(warnings))


def _key(staged: Stage, updated: date) -> bytes:
    """Return a key for which files there are, and for everything on pages except their own content."""
    parts: list[bytes | str] = [*_versions(), str(updated), staged.settings]
    for name, data in staged.theme.items():
        parts += [name, data]
    return digest(*parts, *staged.files)


@contextmanager
def _environment(updated: date) -> Iterator[None]:
    """Set the build's clock to `updated`, and keep Material from printing an announcement."""
    clock = datetime.combine(updated, time(), UTC).timestamp()
    variables = {"SOURCE_DATE_EPOCH": f"{clock:.0f}", "NO_MKDOCS_2_WARNING": "1"}
    before = {name: os.environ[name] for name in variables if name in os.environ}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]
        os.environ.update(before)


@contextmanager
def _captured_warnings() -> Iterator[list[str]]:
    """Collect warnings that MkDocs logs, instead of letting it print them."""
    warnings: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("mkdocs")
    propagate, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        yield warnings
    finally:
        log.removeHandler(handler)
        log.propagate = propagate
