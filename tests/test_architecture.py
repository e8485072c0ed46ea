"""The shape of the program: imports point one way, modules stay small, each has a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT, TESTS

MODULES = {path.stem: path for path in sorted((ROOT / "generator").glob("*.py")) if path.stem != "__init__"}

LAYERS = [
    {"problems", "stops"},
    {"forking"},
    {"lines"},
    {
        "beginning",
        "fields",
        "insertion",
        "words",
        "readability",
        "project",
        "report",
        "saving",
        "compiled",
        "compress",
        "headers",
        "memory",
        "fitting",
        "editions",
        "pdf_file",
        "parallel",
        "site_page",
        "contrast",
        "tree",
    },
    {"built", "document", "quantities", "search_sections"},
    {
        "assets",
        "html_pages",
        "joined",
        "links",
        "navigation",
        "policy",
        "offline",
        "part",
        "yaml_mistakes",
        "yaml_text",
        "prose",
        "publish",
        "unchanged",
        "sheet_fonts",
    },
    {"house_style", "spelling", "yaml_file", "brand"},
    {"interface"},
    {"paper_words", "script_words"},
    {"record", "blanks", "render", "field_font", "merge", "sheet_cache"},
    {
        *("sections", "message", "start", "contacts", "workshop", "questions", "glossary", "changes"),
        *("decode", "logo"),
    },
    {"mkdocs_project"},
    {"lock", "material", "mkdocs_settings", "overlay"},
    {"contents", "layers"},
    {"brand_files", "explain", "model", "sheet_fields"},
    {"load", "permanent", "citations", "glossary_page", "frame_data", "form_widgets"},
    {"schema", "typesetting", "zip_file", "written"},
    {"sheet_data", "workshop_data"},
    {"workshop_page"},
    {"known", "site", "moved", "worksheets", "run_sheets", "form_fields"},
    {"feed", "reuse", "structured"},
    {"companions"},
    {"rules", "rules_site", "rules_tools", "rules_workshops", "rules_prose", "search_index"},
    {"social_cards", "web_fonts"},
    {"stage", "stick", "service_worker"},
    {"rules_lock"},
    {"check"},
    {"drafts", "locking"},
    {"workbench"},
    {"sheet_work", "workshop_work"},
    {"bundle", "packs"},
    {"sheets"},
    {"build"},
    {"serve", "terminal"},
    {"authoring"},
    {"command_line"},
    {"__main__"},
]
"""From the ground up: a module imports only from layers below its own."""

LONGEST = 300
"""Lines; a longer module has probably grown two jobs."""

TESTED_BY = {
    "__main__": "test_command_line",
    "authoring": "test_command_line",
    "terminal": "test_command_line",
    "problems": "test_report",
    "built": "test_command_line",
    "compiled": "test_render",
    "project": "test_command_line",
    "fields": "test_stories",
    "quantities": "test_stories",
    "model": "test_stories",
    "record": "test_stories",
    "blanks": "test_stories",
    "message": "test_stories",
    "start": "test_stories",
    "contacts": "test_stories",
    "workshop": "test_stories",
    "questions": "test_stories",
    "glossary": "test_stories",
    "changes": "test_stories",
    "feed": "test_companions",
    "joined": "test_stick",
    "document": "test_links",
    "navigation": "test_stage",
    "html_pages": "test_material",
    "mkdocs_project": "test_material",
    "tree": "test_stage",
    "paper_words": "test_worksheets",
    "script_words": "test_scripts",
    "service_worker": "test_offline",
    "reuse": "test_companions",
    "known": "test_stories",
    "citations": "test_site",
    "site_page": "test_site",
    "glossary_page": "test_glossary",
    "workshop_page": "test_workshops",
    "rules": "test_stories",
    "rules_site": "test_stories",
    "rules_tools": "test_stories",
    "mkdocs_settings": "test_stories",
    "layers": "test_overlay",
    "brand": "test_white_label",
    "brand_files": "test_white_label",
    "rules_lock": "test_stories",
    "rules_prose": "test_stories",
    "house_style": "test_stories",
    "rules_workshops": "test_stories",
    "locking": "test_lock",
    "yaml_mistakes": "test_stories",
    "yaml_text": "test_yaml_file",
    "decode": "test_stories",
    "load": "test_stories",
    "check": "test_stories",
    "part": "test_stories",
    "sections": "test_worksheets",
    "contents": "test_stories",
    "fitting": "test_worksheets",
    "sheet_fonts": "test_worksheets",
    "editions": "test_worksheets",
    "sheet_data": "test_worksheets",
    "sheet_fields": "test_faces",
    "field_font": "test_form_fields",
    "form_widgets": "test_form_fields",
    "pdf_file": "test_form_fields",
    "merge": "test_bundle",
    "parallel": "test_sheets",
    "sheet_work": "test_sheets",
    "workbench": "test_sheets",
    "zip_file": "test_bundle",
    "typesetting": "test_worksheets",
    "frame_data": "test_worksheets",
    "workshop_data": "test_run_sheets",
    "workshop_work": "test_packs",
}
"""Modules that are tested through what they do for a person; every other has a file of its own."""


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "generator":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator."):
            found.add(str(node.module).removeprefix("generator."))
    return found & set(MODULES)


def test_every_module_has_a_layer() -> None:
    assert set().union(*LAYERS) == set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    height = next(number for number, layer in enumerate(LAYERS) if module in layer)
    assert imported(MODULES[module]) <= set().union(*LAYERS[:height])


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_small_and_says_what_it_is_for(module: str) -> None:
    text = MODULES[module].read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= LONGEST


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_tested(module: str) -> None:
    assert (TESTS / f"{TESTED_BY.get(module, f'test_{module}')}.py").is_file()


def test_only_the_modules_of_the_theme_and_its_pages_know_mkdocs() -> None:
    assert [name for name, path in MODULES.items() if "from mkdocs" in path.read_text("utf-8")] == [
        "html_pages",
        "material",
        "mkdocs_project",
    ]


@pytest.mark.parametrize("module", MODULES)
def test_no_group_of_a_pattern_is_possessive(module: str) -> None:
    """Up to 3.11.4, Python forgets of such a group how far it had matched; single signs are fine."""
    assert not re.search(r"\)[*+?]\+(?!\+)", MODULES[module].read_text("utf-8"))


def test_yaml_is_never_loaded_unsafely() -> None:
    of_the_program = {"explain"}  # reads its own files, and none that authors write
    for name, path in MODULES.items():
        text = path.read_text("utf-8")
        assert not any(word in text for word in ("CLoader", "unsafe_load", "full_load")), name
        assert "CSafeLoader" not in text or name == "yaml_file", name  # which asks it for events alone
        assert "safe_load" not in text or name in of_the_program, name


@pytest.mark.parametrize("folder", ["generator", "templates"])
def test_the_program_does_not_know_what_the_guide_is_about(folder: str) -> None:
    """The same program makes guides on other subjects, so no word of this one stands in it."""
    subject = ("networking", "job seeker", "resume", "patience", "authenticity", "coach")
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in (".py", ".j2", ".html", ".typ", ".js", ".css"):
            text = path.read_text("utf-8").lower()
            assert [word for word in subject if word in text] == [], path.name
