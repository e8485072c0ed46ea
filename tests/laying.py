"""A small site without paper, for tests of pages that readers fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from generator import (
    build,
    companions,
    interface,
    links,
    material,
    render,
    search_index,
    site,
    stage,
    stick,
    web_fonts,
)
from generator.project import Project

ENGLISH = interface.interface(Path(__file__).parent.parent / "templates", "en")
"""What the program itself says."""


def add(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Write a file of content, in place of one that is there."""
    path = folder / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")


def show(folder: Path, section: str, **changes: Any) -> None:
    """Change a section of content/guide.yml, or add it; what `show` names comes before what stands there."""
    contents = yaml.safe_load((folder / "content/guide.yml").read_text("utf-8"))
    there = contents.setdefault(section, {})
    there |= changes | {"show": [*dict.fromkeys([*changes.get("show", []), *there.get("show", [])])]}
    add(folder, "guide.yml", contents | {"updated": str(contents["updated"])})


def laid_out(folder: Path, out: Path) -> Path:
    """Publish the guide in `folder`, all but its PDFs, and return `out`."""
    project = Project.at(folder)
    guide = build.checked(project)
    words = interface.interface(project.templates, guide.site.language)
    pages = tuple(site.pages(guide, {}, render.environment(project.templates / "site", words)))
    fonts = web_fonts.web_fonts(project.build / "cache")
    files = {**fonts, **companions.companions(guide, pages, words)}
    stage.write(stage.project(guide, pages, files, project.templates, words), project.build / "staging")
    out.mkdir()
    material.build(project.build / "staging", out, guide.contents.updated)
    search_index.refine(out / search_index.FILE, pages, guide.contents.search.synonyms, words)
    stick.make(out, guide, project.templates, words)
    assert list(links.broken_links(out, guide.site.url)) == []
    return out
