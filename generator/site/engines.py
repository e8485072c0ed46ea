"""The programs that can make what surrounds the pages from a staged project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date

from jinja2 import BytecodeCache

from generator.engine.build_result import Engine
from generator.layers import Layers
from generator.model.settings import SiteConfig
from generator.site import material, zensical
from generator.site.frames import Frames
from generator.site.stage import Stage

ENGINES: Mapping[
    Engine, Callable[[Stage, Layers, date, BytecodeCache | None], AbstractContextManager[Frames]]
] = {"mkdocs": material.opened, "zensical": zensical.opened}
"""What opens a project with each of them; the arguments are those of `material.opened`."""


def ensure_possible(engine: Engine, site: SiteConfig) -> None:
    """Raise `Refusal` if `engine` isn't installed, or can't make all that the settings of a `site` want."""
    if engine == "zensical":
        zensical.ensure_possible(site)
