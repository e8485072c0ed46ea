"""A small site without paper, for tests of pages that readers fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator import build
from generator.load.strings import load_strings
from generator.pages import exports, templates
from generator.pages.pages import guide_pages
from generator.project import Project
from generator.publish import links, offline_copy
from generator.site import material, search_index, stage, web_fonts
from tests.support.paths import ROOT

ENGLISH = load_strings(ROOT / "templates", "en")
"""What the program itself says."""


def add(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Write a file of content, in place of one that is there."""
    path = folder / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")


def show(folder: Path, section: str, **changes: Any) -> None:
    """Change a section of content/guide.yml, or add it; what `show` names comes before what stands there."""
    outline = yaml.safe_load((folder / "content/guide.yml").read_text("utf-8"))
    there = outline.setdefault(section, {})
    there |= changes | {"show": [*dict.fromkeys([*changes.get("show", []), *there.get("show", [])])]}
    add(folder, "guide.yml", outline | {"updated": str(outline["updated"])})


def laid_out(folder: Path, out: Path) -> Path:
    """Publish the guide in `folder`, all but its PDFs, and return `out`."""
    project = Project.at(folder)
    guide = build.load_checked(project)
    strings = load_strings(project.templates, guide.site.language)
    pages = tuple(guide_pages(guide, {}, templates.environment(project.templates / "pages", strings)))
    fonts = web_fonts.web_fonts(project.build / "cache")
    files = {**fonts, **exports.export_files(guide, pages, strings)}
    stage.write(stage.project(guide, pages, files, project.templates, strings), project.build / "staging")
    out.mkdir()
    material.build(project.build / "staging", out, guide.outline.updated)
    search_index.refine(out / search_index.FILE, pages, guide.outline.search.synonyms, strings)
    offline_copy.make(out, guide, project.templates, strings)
    assert list(links.broken_links(out, guide.site.url)) == []
    return out
