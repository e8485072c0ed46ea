"""The shape of the program, beside the layers that import-linter checks (see pyproject.toml)."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.paths import ROOT, TESTS

MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "generator").rglob("*.py"))
}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module]))


def test_only_one_file_imports_mkdocs() -> None:
    importing = re.compile(r"^\s*(?:from|import) (?:mkdocs|material)\b", re.MULTILINE)
    assert [name for name, text in MODULES.items() if importing.search(text)] == [
        "generator/site/mkdocs_project.py"
    ]


def test_only_one_file_begins_processes() -> None:
    libraries = ("multiprocessing", "concurrent.futures", "os.fork", "subprocess")
    assert [name for name, text in MODULES.items() if any(library in text for library in libraries)] == [
        "generator/engine/workers.py"
    ]


def test_no_class_has_the_name_of_another() -> None:
    classes = [
        node.name.lstrip("_")
        for text in MODULES.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(name for name in {*classes} if classes.count(name) > 1) == []


def test_every_folder_of_tests_mirrors_a_package() -> None:
    """A test is where the code is that it tests; what no package answers for is named here."""
    others = {"bench", "browser", "content", "guide", "node", "support"}
    folders = {
        path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py") for path in path.parents
    }
    folders = {folder for folder in folders if not folder.startswith((".", "/"))} - others
    assert [folder for folder in sorted(folders) if not (ROOT / "generator" / folder).is_dir()] == []


@pytest.mark.parametrize("module", MODULES)
def test_no_group_of_a_pattern_is_possessive(module: str) -> None:
    """Up to 3.11.4, Python forgets of such a group how far it had matched; single characters are fine."""
    assert not re.search(r"\)[*+?]\+(?!\+)", MODULES[module])


def test_yaml_is_never_loaded_unsafely() -> None:
    for name, text in MODULES.items():
        assert not any(word in text for word in ("CLoader", "unsafe_load", "full_load")), name
        # Asked for events alone.
        assert "CSafeLoader" not in text or name == "generator/load/yaml_nodes.py", name
        # Reads stories, which come with the program, and nothing that authors write.
        assert "safe_load" not in text or name == "generator/cli/check.py", name


@pytest.mark.parametrize("folder", ["generator", "templates"])
def test_the_program_does_not_know_what_the_guide_is_about(folder: str) -> None:
    """The same program makes guides on other subjects, so no word of this one is in it."""
    subject = ("networking", "job seeker", "resume", "patience", "authenticity", "coach")
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in (".py", ".j2", ".html", ".typ", ".js", ".css"):
            text = path.read_text("utf-8").lower()
            assert [word for word in subject if word in text] == [], path.name
