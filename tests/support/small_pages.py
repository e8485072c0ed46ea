"""The small guide and its pages, without its downloads."""

from __future__ import annotations

from generator.build import load_checked
from generator.layers import Layers
from generator.pages import templates
from generator.pages.pages import guide_pages
from generator.project import Project
from tests.support.paths import GUIDE as FOLDER
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

URL = "https://feedback.internal/guide/"
GUIDE = load_checked(Project(FOLDER))
PAGES = guide_pages(GUIDE, {}, templates.environment(Layers(ROOT / "templates"), ENGLISH))
