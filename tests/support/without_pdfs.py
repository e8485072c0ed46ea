"""A site without PDFs, for tests of its pages."""

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
"""The strings of the program."""


def add(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Write a file of content, replacing an existing one."""
    path = folder / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")


def show(folder: Path, section: str, **changes: Any) -> None:
    """Change or add a section of content/guide.yml; what `show` names comes first."""
    outline = yaml.safe_load((folder / "content/guide.yml").read_text("utf-8"))
    existing = outline.setdefault(section, {})
    existing |= changes | {"show": [*dict.fromkeys([*changes.get("show", []), *existing.get("show", [])])]}
    add(folder, "guide.yml", outline | {"updated": str(outline["updated"])})


def build_without_pdfs(folder: Path, out: Path) -> Path:
    """Build the guide in `folder` without PDFs, and return `out`."""
    project = Project.at(folder)
    guide = build.load_checked(project)
    strings = load_strings(project.templates, guide.site.language)
    pages = tuple(guide_pages(guide, {}, templates.environment(project.templates / "pages", strings)))
    fonts = web_fonts.web_fonts(project.build / "cache")
    files = {**fonts, **exports.export_files(guide, pages, strings)}
    stage.write(stage.project(guide, pages, files, project.templates, strings), project.build / "staging")
    out.mkdir()
    material.build(project.build / "staging", out, guide.outline.updated)
    search_index.refine(out / search_index.FILE, pages, guide, strings)
    offline_copy.make(out, guide, project.templates, strings)
    assert list(links.broken_links(out, guide.site.url)) == []
    return out
