"""What an author sees while typing: the schemas, read by the language server that editors use."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.load.loader import SINGLE_FILES
from generator.model.guide import KINDS
from generator.model.language import FOLDER as LANGUAGES
from tests.support.loops import every
from tests.support.node import node
from tests.support.paths import ROOT
from tests.support.terminal import advice

pytestmark = pytest.mark.usefixtures("node")
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@dataclass(frozen=True)
class Seen:
    """What the editor shows for one file."""

    problems: list[str]
    """Each with its line: "3: Property nam is not allowed."."""
    hover: str | None
    offered: list[str]


def opened(folder: Path, *files: tuple[str, str, str]) -> list[Seen]:
    """Open files in the guide in `folder`, given as name, text and the words to point after."""
    questions = [
        {"file": file, "text": text, "at": place(text, behind) if behind else None}
        for file, text, behind in files
    ]
    done = node("editor.mjs", folder, given=json.dumps(questions))
    assert done.returncode == 0, done.stderr
    return [
        Seen(
            [f"{problem['line']}: {problem['message']}" for problem in answer["problems"]],
            answer.get("hover"),
            answer["offered"],
        )
        for answer in json.loads(done.stdout)
    ]


def place(text: str, behind: str) -> dict[str, int]:
    before = text[: text.index(behind) + len(behind)]
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}


def written(folder: Path) -> list[tuple[str, str, str]]:
    """Return every file that authors write in the guide in `folder`."""
    paths = [*sorted((folder / "content").rglob("*.yml")), folder / "site_config.yml"]
    return [(path.relative_to(folder).as_posix(), path.read_text("utf-8"), "") for path in paths]


def underlined(files: list[tuple[str, str, str]], seen: list[Seen]) -> dict[str, list[str]]:
    return {name: shown.problems for (name, *_), shown in zip(files, seen, strict=True) if shown.problems}


def schema_of(file: str) -> str:
    folder, slash, _ = file.removeprefix("content/").partition("/")
    words = {kind.folder: kind.word for kind in KINDS} | {LANGUAGES: "language"}
    return words[folder] if slash else Path(file).stem


def test_nothing_in_the_shipped_guide_is_underlined() -> None:
    files = written(ROOT)
    assert underlined(files, opened(ROOT, *files)) == {}


def test_every_file_of_the_guide_names_its_schema() -> None:
    for name, text, _ in every(written(ROOT)):
        named = LINE.match(text)
        assert named, f"{name} does not begin with the line that names its schema"
        schema = (ROOT / name).parent / named[1]
        assert schema.resolve() == ROOT / f"schemas/{schema_of(name)}.json", name
    assert {Path(name).name for name, *_ in written(ROOT)} >= {*SINGLE_FILES}


def test_a_new_guide_has_explanations_from_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "giving-feedback"
    assert advice("init", folder).returncode == 0
    for word in ("principle", "checklist", "worksheet", "message", "workshop"):
        assert advice("new", word, f"another-{word}", "--project", folder).returncode == 0
    files = [(name, text, "\ntit" if "\ntitle:" in text else "") for name, text, _ in written(folder)]
    seen = opened(folder, *files)
    assert underlined(files, seen) == {}
    assert all(shown.hover for shown, (_, _, behind) in zip(seen, files, strict=True) if behind)


@pytest.fixture(scope="module")
def principle() -> str:
    return (ROOT / "content/principles/patience.yml").read_text("utf-8")


def test_a_typo_is_underlined_where_it_is(principle: str) -> None:
    slip = principle.replace("\nsummary:", "\nsumary:")
    list_for_text = principle.replace("\ntitle: ", "\ntitle: [], #")
    [seen, shape] = opened(
        ROOT,
        ("content/principles/patience.yml", slip, ""),
        ("content/principles/another.yml", list_for_text, ""),
    )
    line = slip[: slip.index("sumary")].count("\n") + 1
    assert f"{line}: Property sumary is not allowed." in seen.problems
    assert any("summary" in problem for problem in seen.problems)
    assert shape.problems


def test_fields_and_choices_are_suggested_and_explained(principle: str) -> None:
    line = "# yaml-language-server: $schema="
    workshop = f"{line}../../schemas/workshop.json\nactivities:\n  - id: x\n    form: \n"
    source = f"{line}../schemas/sources.json\na-book:\n  kind: \n"
    config = (ROOT / "site_config.yml").read_text("utf-8")
    practice = principle.replace("practices:\n  - id:", "practices:\n  - \n  - id:", 1)
    forms, kinds, fields, explained, offline = opened(
        ROOT,
        ("content/workshops/new.yml", workshop, "form: "),
        ("content/sources.yml", source, "kind: "),
        ("content/principles/new.yml", practice, "practices:\n  - "),
        ("content/principles/patience.yml", principle, "\npractices:\n  - id: a"[:12]),
        ("site_config.yml", config, "\noffline: "),
    )
    assert {"alone", "pairs", "fours", "everyone"} <= {*forms.offered}
    assert {"source article", "research", "book"} <= {*kinds.offered}
    assert {"id", "do", "when", "how", "because", "from"} <= {*fields.offered}
    assert explained.hover
    assert "to do" in explained.hover.lower()
    assert offline.hover
    assert {word.strip(chr(34)) for word in offline.offered} == {"yes", "no", "true", "false"}
