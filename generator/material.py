"""The one module that knows MkDocs and Material: builds a staged project into a folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from generator import tree
from generator.memory import Memory, digest
from generator.problems import ContentError, SystemFailure
from generator.render import template_problem

if TYPE_CHECKING:
    from generator.mkdocs_project import MkDocsProject


def build(staging: Path, out: Path, updated: date, kept: BytecodeCache | None = None) -> None:
    """Build the project in `staging` into the folder `out`, as it stands on the day `updated`.

    Compiled templates are `kept`, if there is where. The same project gives the same bytes. Raises
    `ContentError` for a mistake in the theme's templates, and `SystemFailure` with every complaint of MkDocs.
    """
    with _environment(updated), _complaints() as complaints:
        try:
            _run(staging, out, updated, kept, complaints)
        except Exception as error:
            if problem := template_problem(error, "templates/theme"):
                raise ContentError([problem]) from error
            if isinstance(error, OSError):
                raise
            told = complaints or [str(error) or type(error).__name__]
            raise SystemFailure(
                "The pages were laid out, but the site could not be built from them:\n"
                + "\n".join(f"  {complaint}" for complaint in told)
            ) from error


def complaints(settings: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what MkDocs says of `settings`, added to those that every guide has: a name, and a sentence."""
    from mkdocs.config.defaults import MkDocsConfig

    theme = settings.get("theme")
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "Guide",
            "docs_dir": str(Path(__file__).parent),
            "plugins": [],
            **settings,
            "theme": {"name": "material", **(theme if isinstance(theme, dict) else {})},
        }
    )
    with _environment(date.min.replace(year=1980)), _complaints():
        for found in config.validate():
            yield from ((name, " ".join(str(told).split())) for name, told in found if name in settings)


def has_icon(name: str) -> bool:
    """Tell whether Material brings a picture called `name`, such as material/magnify."""
    return name in icons()


def icons() -> Iterator[str]:
    """Yield the names of all pictures that Material brings."""
    folder = _icons()
    yield from (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.svg"))


def _icons() -> Path:
    return Path(str(files("material"))) / "templates/.icons"


def _run(staging: Path, out: Path, updated: date, kept: BytecodeCache | None, told: list[str]) -> None:
    # Imported here, because it takes half a second and Material prints a notice when it is loaded.
    from generator.mkdocs_project import MkDocsProject

    key = _key(staging, updated)

    def opened() -> MkDocsProject:
        project = MkDocsProject(staging, key, kept)
        _stop_for(told)
        return project

    project = _opened.of((staging, key), opened)
    project.build(out)
    _stop_for(told)


_opened: Memory[MkDocsProject] = Memory()
"""The project as MkDocs opened it, by where it lies and what its pages have around them."""


def _stop_for(complaints: list[str]) -> None:
    """Raise `SystemFailure` when MkDocs warned of something."""
    if complaints:
        raise SystemFailure("\n".join(complaints))


def _key(staging: Path, updated: date) -> bytes:
    """Return a key for all that pages have around what they say themselves, and for which files there are."""
    parts: list[bytes | str] = [version("mkdocs"), version("mkdocs-material"), str(updated)]
    for name in ("mkdocs.yml", *(f"overrides/{name}" for name in tree.names(staging / "overrides"))):
        parts += [name, (staging / name).read_bytes()]
    return digest(*parts, *tree.names(staging / "docs"))


@contextmanager
def _environment(updated: date) -> Iterator[None]:
    """Set the clock of the build to `updated`, and keep Material from printing about its future."""
    clock = datetime.combine(updated, time(), UTC).timestamp()
    wanted = {"SOURCE_DATE_EPOCH": f"{clock:.0f}", "NO_MKDOCS_2_WARNING": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what MkDocs warns of, instead of letting it print."""
    complaints: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: complaints.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("mkdocs")
    propagated, log.propagate = log.propagate, False
    log.addHandler(listener)
    try:
        yield complaints
    finally:
        log.removeHandler(listener)
        log.propagate = propagated
