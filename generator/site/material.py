"""The one module that knows MkDocs and Material: builds a staged project into a folder."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path

from jinja2 import BytecodeCache

from generator.check.mkdocs import _complaints, _environment
from generator.engine.files import walk
from generator.engine.memo import Memo, digest
from generator.pages.templates import template_problem
from generator.problems import ContentError, SystemFailure
from generator.site.mkdocs_project import MkDocsProject


def build(staging: Path, out: Path, updated: date, kept: BytecodeCache | None = None) -> None:
    """Build the project in `staging` into the folder `out`, as it stands on the day `updated`.

    Compiled templates are `kept`, if there is where. The same project gives the same bytes. Raises
    `ContentError` for a mistake in the theme's templates, and `SystemFailure` with every complaint of MkDocs.
    """
    with _environment(updated), _complaints() as complaints:
        try:
            _run(staging, out, updated, kept, complaints)
        except Exception as error:
            if problem := template_problem(error, "templates/site/theme"):
                raise ContentError([problem]) from error
            if isinstance(error, OSError):
                raise
            told = complaints or [str(error) or type(error).__name__]
            raise SystemFailure(
                "The pages were laid out, but the site could not be built from them:\n"
                + "\n".join(f"  {complaint}" for complaint in told)
            ) from error


def _run(staging: Path, out: Path, updated: date, kept: BytecodeCache | None, told: list[str]) -> None:
    # Imported here, because it takes half a second and Material prints a notice when it is loaded.
    from generator.site.mkdocs_project import MkDocsProject

    key = _key(staging, updated)

    def opened() -> MkDocsProject:
        project = MkDocsProject(staging, key, kept)
        _stop_for(told)
        return project

    project = _opened.get_or_compute((staging, key), opened)
    project.build(out)
    _stop_for(told)


_opened: Memo[MkDocsProject] = Memo()
"""The project as MkDocs opened it, by where it lies and what its pages have around them."""


def _stop_for(complaints: list[str]) -> None:
    """Raise `SystemFailure` when MkDocs warned of something."""
    if complaints:
        raise SystemFailure("\n".join(complaints))


def _key(staging: Path, updated: date) -> bytes:
    """Return a key for all that pages have around what they say themselves, and for which files there are."""
    parts: list[bytes | str] = [version("mkdocs"), version("mkdocs-material"), str(updated)]
    for name in ("mkdocs.yml", *(f"overrides/{name}" for name in walk(staging / "overrides"))):
        parts += [name, (staging / name).read_bytes()]
    return digest(*parts, *walk(staging / "docs"))
