"""What MkDocs and Material accept: settings and icons."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path


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
