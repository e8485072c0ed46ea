"""The small guide and its pages, without its downloads."""

from __future__ import annotations

from generator.layers import Layers
from generator.pages.pages import guide_pages
from tests.support.loaded import guide_of_tests
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH

URL = "https://feedback.internal/guide/"
GUIDE = guide_of_tests()
PAGES = guide_pages(GUIDE, {}, environment(Layers(ROOT / "templates"), ENGLISH))
