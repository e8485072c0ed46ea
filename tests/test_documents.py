"""What the documents tell people to copy, type and open is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click import Context

from generator.cli.app import commands
from generator.load.validate import validate
from generator.load.yaml_nodes import YamlMapping, parse
from generator.model.changes import Changes
from generator.model.fields import Slug
from generator.model.glossary import Glossary
from generator.model.page import Page
from generator.model.questions import Questions
from generator.model.record import Record
from generator.model.source import Source
from generator.model.source_text import SourceText
from generator.model.worksheet import Worksheet
from tests.support.paths import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
BLANKS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/writing.md").read_text("utf-8"), re.DOTALL)


def named(block: YamlMapping) -> YamlMapping:
    block[SourceText("id")] = Slug("your-id")
    return block


@pytest.mark.parametrize(
    ("blank", "kind"), list(zip(BLANKS[:2], (Worksheet, Page), strict=True)), ids=lambda value: ""
)
def test_a_blank_can_be_copied_as_it_stands(blank: str, kind: type[Record]) -> None:
    validate(named(parse(blank.encode(), "writing.md")), kind)


def test_the_blank_of_a_source_can_be_copied_as_it_stands() -> None:
    (entry,) = parse(BLANKS[2].encode(), "writing.md").values()
    assert isinstance(entry, YamlMapping)
    validate(named(entry), Source)


@pytest.mark.parametrize(
    ("blank", "kind"),
    list(zip(BLANKS[3:], (Questions, Glossary, Changes), strict=True)),
    ids=lambda value: "",
)
def test_the_blank_of_a_single_page_is_a_whole_file(blank: str, kind: type[Record]) -> None:
    validate(named(parse(blank.encode(), "writing.md")), kind)


def test_a_list_of_files_to_touch_names_files_that_are_there() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    names = set(re.findall(r"`(\w+\.(?:py|typ|js))`", told))
    known = {
        path.name for folder in ("generator", "templates", "tests") for path in (ROOT / folder).rglob("*")
    }
    assert names - known == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_links_to_is_there(document: Path) -> None:
    for target in re.findall(
        r"\]\((?!https?:|#)([^)#]+)", re.sub(r"`[^`]*`", "", document.read_text("utf-8"))
    ):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    named_paths = re.findall(
        r"`((?:content|generator|templates|tests|docs|\.ci)/[\w./-]*)`", document.read_text("utf-8")
    )
    assert [path for path in named_paths if "your-id" not in path and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_exists(document: Path) -> None:
    told = set(re.findall(r"`advice ([a-z]+)\b", document.read_text("utf-8")))
    assert told - set(commands.list_commands(Context(commands))) == set()


def test_every_make_target_that_the_readme_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"`?make ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert {
        target for target in targets if f"\n{target}:" not in makefile and target != "everything"
    } == set()


def test_the_story_that_the_readme_tells_is_what_the_program_says() -> None:
    """The example of a mistake has the form of today's reports."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(
        r"    content/\S+\.yml:\d+:\d+: error: .+ \[unknown-source\]\n +\d+ \| .+\n +\| +\^+\n +fix: ", readme
    )


def test_the_table_of_the_design_names_every_module_once() -> None:
    table = re.findall(r"^\|.*\|$", (ROOT / "docs/design.md").read_text("utf-8"), re.MULTILINE)
    named_modules = [name for row in table for name in re.findall(r"`(\w+)`", row.split("|")[2])]
    modules = {path.stem for path in ROOT.glob("generator/*.py")} - {"__init__", "__main__"}
    assert sorted(named_modules) == sorted(modules)
