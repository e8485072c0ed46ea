"""A site without PDFs, for tests of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.check.check import check
from generator.downloads import sheets
from generator.engine.build_result import Engine
from generator.languages import language_sites
from generator.layers import Layers
from generator.load.loader import load
from generator.load.strings import load_strings
from generator.load.translation import with_translations
from generator.model.guide import Guide
from generator.pages import exports
from generator.pages.pages import guide_pages
from generator.preview import NO_PAPERS
from generator.project import Project
from generator.publish import content_security, hosting
from generator.publish.write_site import write_site
from generator.site import web_fonts
from generator.site.stage import Stage, stage, write
from tests.support.paths import ROOT
from tests.support.rendering import environment

OURS = Layers(ROOT / "templates")
ENGLISH = load_strings(OURS, "en")
"""The strings of the program."""


def make_no_papers(patch: pytest.MonkeyPatch) -> None:
    """Have builds in this process make no papers, for tests that aren't about them: it takes long."""
    patch.setattr(sheets, "make_downloads", lambda *_: NO_PAPERS)


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


def build_without_pdfs(folder: Path, out: Path, staging: Path | None = None) -> Path:
    """Build the guide in `folder`, in all its languages, without PDFs, and return `out`.

    The folder `staging` gets the project of the one in the original language.
    """
    project = Project.at(folder)
    draft = with_translations(load(project), project)
    sites, scripts = language_sites(check(draft), draft.translations, project.templates), set[str]()
    for site in sites:
        staged = stage_without_pdfs(site.guide, project)
        if staging and not site.folder:
            write(staged.project_files(), staging)
        scripts |= _written(staged, out / site.folder, project.templates)
    top, folders = sites[0].guide.site, [site.folder for site in sites]
    policy = content_security.policy(scripts)
    hosting.write_headers(out, top.url, policy, top.embed, project, folders)
    return out


def stage_without_pdfs(guide: Guide, project: Project, **attachments: bytes) -> Stage:
    """Return the pages of `guide` as a project for MkDocs, with more files by their addresses."""
    strings = load_strings(project.templates, guide.site.language, guide.kinds)
    pages = guide_pages(guide, {}, environment(project.templates, strings))
    fonts = web_fonts.web_fonts(guide.site.language)
    records = exports.records_json(guide).values()
    files = {**fonts, **exports.export_files(guide, pages, strings, records), **attachments}
    return stage(guide, pages, files, project.templates, strings)


def write_pages(staged: Stage, out: Path, templates: Layers = OURS, engine: Engine = "mkdocs") -> Path:
    """Write the site of the project `staged` into the new folder `out`, and return that."""
    _written(staged, out, templates, engine)
    return out


def _written(staged: Stage, out: Path, templates: Layers, engine: Engine = "mkdocs") -> frozenset[str]:
    """Write the site into the new folder `out`, and return the hashes of its scripts."""
    out.mkdir()
    strings = load_strings(templates, staged.guide.site.language, staged.guide.kinds)
    return write_site(staged, templates, strings, out, None, engine)[1]
