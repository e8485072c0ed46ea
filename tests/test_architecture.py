"""The structure of the program, apart from the layers, which import-linter checks (see pyproject.toml)."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.support.loops import every
from tests.support.paths import ROOT, TESTS

MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "generator").rglob("*.py"))
}


@cache
def tree_of(module: str) -> ast.Module:
    """Return what Python makes of a module; not before a test needs it, because all of them take long."""
    return ast.parse(MODULES[module])


@pytest.mark.parametrize("module", MODULES)
def test_every_module_and_package_has_a_docstring(module: str) -> None:
    assert ast.get_docstring(tree_of(module))


def test_only_one_file_imports_mkdocs_and_material() -> None:
    importing = re.compile(r"^\s*(?:from|import) (?:mkdocs|material)\b", re.MULTILINE)
    assert [name for name, text in MODULES.items() if importing.search(text)] == [
        "generator/site/mkdocs_project.py"
    ]


def test_only_one_file_starts_processes() -> None:
    libraries = ("multiprocessing", "concurrent.futures", "os.fork", "subprocess")
    assert [name for name, text in MODULES.items() if any(library in text for library in libraries)] == [
        "generator/engine/workers.py"
    ]


def test_only_two_packages_import_mkdocs() -> None:
    imports = re.compile(r"^\s*(?:from|import) mkdocs\b", re.MULTILINE)
    packages = {name.split("/")[1] for name, text in MODULES.items() if imports.search(text)}
    assert packages <= {"check", "site"}


def test_no_two_classes_have_the_same_name() -> None:
    classes = [
        node.name.lstrip("_")
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted({name for name in classes if classes.count(name) > 1}) == []


def test_the_build_fits_on_one_screen() -> None:
    [build] = [
        node
        for node in tree_of("generator/build.py").body
        if isinstance(node, ast.FunctionDef) and node.name == "build"
    ]
    assert (build.end_lineno or 0) - build.lineno < 46


def test_the_folders_of_tests_mirror_the_packages() -> None:
    others = {".", "bench", "browser", "content"}
    folders = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")} - others
    assert [folder for folder in sorted(folders) if not (ROOT / "generator" / folder).is_dir()] == []


def test_no_test_file_imports_from_another() -> None:
    """What tests share is in tests/support/."""
    imports = re.compile(r"^\s*(?:from|import) tests\.(?:\w+\.)*test_", re.MULTILINE)
    paths = [path for path in TESTS.rglob("*.py") if imports.search(path.read_text("utf-8"))]
    assert [path.relative_to(TESTS).as_posix() for path in paths] == []


TEST_FILES = {
    path.relative_to(TESTS).as_posix(): path.read_text("utf-8")
    for path in (*TESTS.rglob("*.py"), *(TESTS / "node").glob("*.*js"), *(TESTS / "support").glob("*.js"))
    if "node_modules" not in path.parts
}


def test_no_test_waits_for_a_fixed_time() -> None:
    """Use `wait_until`, an event, or the clock of the page instead."""
    wait = re.compile(r"\bsleep\b|wait_for_timeout|setTimeout\(")
    allowed = {"support/waiting.py", "test_architecture.py"}
    assert {name for name, text in TEST_FILES.items() if wait.search(text)} - allowed == set()


def test_chance_has_a_seed() -> None:
    """The only seed that isn't fixed is printed by the test that uses it."""
    chance = re.compile(r"\brandom\.(?!Random\(|randrange\(10\*\*6\) if seed is None)\w")
    assert {name for name, text in TEST_FILES.items() if chance.search(text)} == set()


def test_what_waits_for_the_night_has_a_representative_in_the_gate() -> None:
    """Use `representatives`, which keeps some of the cases of a test for `make test`."""
    marked = {name for name, text in TEST_FILES.items() if "mark.nightly" in text}
    assert marked == {"support/nightly.py", "test_architecture.py"}


@pytest.mark.parametrize("module", MODULES)
def test_no_group_of_a_pattern_is_possessive(module: str) -> None:
    """Up to 3.11.4, Python matches such groups wrongly. Single characters are fine."""
    assert not re.search(r"\)[*+?]\+(?!\+)", MODULES[module])


def test_yaml_is_loaded_safely() -> None:
    for name, text in MODULES.items():
        assert not any(word in text for word in ("CLoader", "unsafe_load", "full_load")), name
        # Only its events are used.
        assert "CSafeLoader" not in text or name == "generator/load/yaml_nodes.py", name
        # Reads only stories, which come with the program.
        assert "safe_load" not in text or name.startswith("generator/cli/"), name


@pytest.mark.parametrize("folder", ["generator", "templates"])
def test_the_program_does_not_mention_the_subject_of_the_guide(folder: str) -> None:
    subject = ("networking", "job seeker", "resume", "patience", "authenticity", "coach")
    for path in every(sorted((ROOT / folder).rglob("*"))):
        if path.suffix in (".py", ".j2", ".html", ".typ", ".js", ".css"):
            text = path.read_text("utf-8").lower()
            assert [word for word in subject if word in text] == [], path.name
