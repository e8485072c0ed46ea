"""What the documents ask people to copy, type and open works."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from click import Context

from generator.build import load_checked
from generator.cli.app import commands
from generator.load.validate import validate
from generator.load.yaml_nodes import YamlMapping, parse
from generator.model.changes import Changes
from generator.model.fields import Slug
from generator.model.glossary import Glossary
from generator.model.guide import Guide
from generator.model.moment import Moment
from generator.model.outline import Home
from generator.model.page import Page
from generator.model.questions import Questions
from generator.model.record import Record
from generator.model.source import Source
from generator.model.source_text import SourceText
from generator.model.worksheet import Rating, Worksheet
from generator.project import Project
from tests.support.documents import missing_targets
from tests.support.paths import REAL_URL, ROOT, TESTS
from tests.support.terminal import advice

DECISIONS = sorted(ROOT.glob("docs/decisions/0*.md"))
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    ROOT / "bench/README.md",
    ROOT / "tests/README.md",
]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
HOME, *EXAMPLES = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/writing.md").read_text("utf-8"), re.DOTALL)


def named(block: YamlMapping) -> YamlMapping:
    block[SourceText("id")] = Slug("your-id")
    return block


def test_the_example_of_a_home_page_has_all_its_fields() -> None:
    (home,) = parse(HOME.encode(), "writing.md").values()
    assert isinstance(home, YamlMapping)
    assert None not in dict(validate(home, Home)).values()


@pytest.mark.parametrize(
    ("example", "kind"), list(zip(EXAMPLES[:3], (Worksheet, Moment, Page), strict=True)), ids=lambda value: ""
)
def test_an_example_can_be_copied_unchanged(example: str, kind: type[Record]) -> None:
    validate(named(parse(example.encode(), "writing.md")), kind)


def test_the_example_of_a_source_can_be_copied_unchanged() -> None:
    (entry,) = parse(EXAMPLES[3].encode(), "writing.md").values()
    assert isinstance(entry, YamlMapping)
    validate(named(entry), Source)


@pytest.mark.parametrize(
    ("example", "kind"),
    list(zip(EXAMPLES[4:], (Questions, Glossary, Changes), strict=True)),
    ids=lambda value: "",
)
def test_the_example_of_a_single_page_is_a_whole_file(example: str, kind: type[Record]) -> None:
    validate(named(parse(example.encode(), "writing.md")), kind)


def test_files_named_in_contributing_exist() -> None:
    names = set(re.findall(r"`(\w+\.(?:py|typ|js))`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    existing = {
        path.name for folder in ("generator", "templates", "tests") for path in (ROOT / folder).rglob("*")
    }
    assert names - existing == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_and_heading_a_document_links_to_exists(document: Path) -> None:
    assert missing_targets(document) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_a_document_names_exists(document: Path) -> None:
    named_paths = re.findall(
        r"`((?:content|generator|templates|tests|docs|\.ci)/[\w./-]*)`", document.read_text("utf-8")
    )
    # Examples of a guide's own kinds are from the guide for tenants.
    paths = [path for path in named_paths if "your-id" not in path]
    roots = (ROOT, TESTS / "tenants")
    assert [path for path in paths if not any((root / path).exists() for root in roots)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_a_document_names_exists(document: Path) -> None:
    typed = set(re.findall(r"(?:`|\x20{4})(?:\.venv/bin/)?advice ([a-z]+)\b", document.read_text("utf-8")))
    assert typed - set(commands.list_commands(Context(commands))) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_a_document_names_exists(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?:`|^\x20{4})make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE))
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_script_a_document_runs_exists(document: Path) -> None:
    scripts = re.findall(r"\b(?:python|pytest) ([\w/]+\.py)", document.read_text("utf-8"))
    assert [script for script in scripts if not (ROOT / script).is_file()] == []


def test_the_error_in_the_readme_is_what_the_program_reports(tmp_path: Path) -> None:
    """Only the number of the line may differ; it changes with the advice above it."""
    readme = (ROOT / "README.md").read_text("utf-8")
    [shown] = re.findall(r"^ {4}content/\S+: error: .+\n(?: {4}.+\n)+", readme, re.MULTILINE)
    [(file, wrong, line)] = re.findall(r"(content/[^:]+):.*named “(\S+)”.*\n +\d+ \| +(.+)\n", shown)
    [right] = re.findall(r"did you mean “(\S+)”", shown)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site_config.yml", tmp_path)
    text = (tmp_path / file).read_text("utf-8")
    assert text.count(line.replace(wrong, right)) == 1
    (tmp_path / file).write_text(text.replace(line.replace(wrong, right), line), "utf-8")
    done = advice("check", "--url", REAL_URL, folder=tmp_path)
    reported, _, ending = done.stderr.partition("\n\n")
    number = re.compile(r"\d+(?=:\d| \|)")
    assert number.sub("N", f"{textwrap.indent(reported, ' ' * 4)}\n") == number.sub("N", shown)
    assert ending.startswith("1 error.")


COUNTS: dict[str, Callable[[Guide], int]] = {
    r"(\w+) principles": lambda guide: len(guide.principles),
    r"(\w+) checklists": lambda guide: len(guide.checklists),
    r"(\w+) worksheets of two pages each": lambda guide: len(guide.worksheets),
    r"(\S+) statements": lambda guide: sum(
        len(section.statements)
        for section in guide.worksheets["self-assessment"].sections
        if isinstance(section, Rating)
    ),
    r"([\w-]+) messages with blanks": lambda guide: len(guide.messages),
    r"(\S+) questions and doubts": lambda guide: len([*guide.questions.questions]) if guide.questions else 0,
    r"(\w+) workshops": lambda guide: len(guide.workshops),
}
"""How the changelog counts what's in the guide."""


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_checked(Project.at(ROOT))


def spelled(number: int) -> str:
    """Return a number below thirty in words."""
    words = """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty
    """.split()
    tens = {2: "twenty", 3: "thirty"}
    return words[number] if number <= 20 else f"{tens[number // 10]}-{words[number % 10]}"


@pytest.mark.parametrize("words", COUNTS)
def test_the_changelog_counts_right(words: str, guide: Guide) -> None:
    text = " ".join((ROOT / "CHANGELOG.md").read_text("utf-8").split())
    [number] = re.findall(words, text, re.IGNORECASE)
    assert number.lower() == spelled(COUNTS[words](guide))


PACKAGES = sorted(path.parent.name for path in ROOT.glob("generator/*/__init__.py"))


def test_the_table_of_packages_names_each_package_once_with_a_file_of_it() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| `(\w+\.py)` \|$", ARCHITECTURE, re.MULTILINE)
    assert sorted(package for package, _ in rows) == PACKAGES
    assert [row for row in rows if not (ROOT / "generator" / "/".join(row)).is_file()] == []


def test_the_import_diagram_names_each_package_once() -> None:
    [drawing] = re.findall(r"```text\n(  __main__.*?)```", ARCHITECTURE, re.DOTALL)
    names = re.findall(r"\b(\w+)/(?=\s)", drawing)
    assert sorted(names) == PACKAGES


def test_every_package_file_named_in_the_architecture_exists() -> None:
    named = set(re.findall(r"`((?:\w+/)+\w+\.py)`", ARCHITECTURE))
    assert named
    assert [name for name in sorted(named) if not (ROOT / "generator" / name).is_file()] == []


def test_the_architecture_stays_short() -> None:
    assert len(ARCHITECTURE.split()) <= 1500


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_title_date_context_decision_and_cost(path: Path) -> None:
    head = r"# .+\n\n20\d\d-\d\d-\d\d\n\n(?:Replaced by .+\n\n)?"
    form = head + r"## Context\n\n(?s:.+)\n## Decision\n\n(?s:.+)\n## Cost\n\n\S"
    text = path.read_text("utf-8")
    assert re.match(form, text)
    [title] = re.findall("^# (.+)", text)
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert f"]({path.name}) | {title} |" in index
