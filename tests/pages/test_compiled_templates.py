"""Templates are compiled once for all guides, wherever they can be kept."""

from pathlib import Path

import pytest
from jinja2 import Environment

from generator.pages import compiled_templates
from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.templates import environment
from tests.support.without_pdfs import ENGLISH, OURS

TEMPLATE = "macros.html.j2"


@pytest.fixture
def bytecode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which Python would keep the program's bytecode."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path / "bytecode"))
    return tmp_path / "bytecode"


def compiled(build: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many templates a guide with the folder `build` compiles to load one of the program's."""
    count, compile_template = 0, Environment.compile

    def counted(*args: object, **options: object) -> object:
        nonlocal count
        count += 1
        return compile_template(*args, **options)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", counted)
        environment(OURS, ENGLISH, CompiledTemplates(build)).get_template(TEMPLATE)
    return count


def files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_another_guide_finds_the_templates_of_the_program_compiled(
    tmp_path: Path, bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compiled(tmp_path / "first", monkeypatch) == 1
    assert compiled(tmp_path / "second", monkeypatch) == 0
    assert (files(bytecode), files(tmp_path / "first")) == (1, 0)


def test_a_program_that_can_not_be_changed_keeps_them_in_the_guide(
    tmp_path: Path, bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bytecode.write_text("no folder", encoding="utf-8")
    assert [compiled(tmp_path / "guide", monkeypatch) for _ in range(2)] == [1, 0]
    assert files(tmp_path / "guide") == 1


def test_who_wants_no_bytecode_gets_none_beside_the_program(
    tmp_path: Path, bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert [compiled(tmp_path / "guide", monkeypatch) for _ in range(2)] == [1, 0]
    assert not bytecode.exists()


def test_nothing_can_be_written_and_the_template_works_all_the_same(
    tmp_path: Path, bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (bytecode, tmp_path / "guide"):
        folder.write_text("no folder", encoding="utf-8")
    assert [compiled(tmp_path / "guide", monkeypatch) for _ in range(2)] == [1, 1]


def test_a_changed_filter_compiles_the_templates_again(
    tmp_path: Path, bytecode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compiled(tmp_path / "guide", monkeypatch) == 1
    monkeypatch.setattr(compiled_templates, "_filters", lambda: "@pass_context")
    assert compiled(tmp_path / "guide", monkeypatch) == 1
