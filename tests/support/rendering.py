"""Renders templates that are compiled once for all tests; to compile those of a page takes half a second."""

from __future__ import annotations

from jinja2 import Environment

from generator.layers import Layers
from generator.load.strings import Strings
from generator.pages import templates
from generator.pages.compiled_templates import CompiledTemplates
from tests.support.paths import ROOT

COMPILED = CompiledTemplates(ROOT / "build/tests")


def environment(layers: Layers, strings: Strings) -> Environment:
    """Return the Jinja environment for the pages of `layers`."""
    return templates.environment(layers, strings, COMPILED)
