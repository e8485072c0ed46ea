"""One mistake in the real guide: the first message names its cause, where it is, and a fix."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from generator.check.check import check
from generator.cli.report import report
from generator.load.loader import load
from generator.load.translation import with_translations
from generator.model.guide import Guide
from generator.problems import ContentError
from generator.project import Project
from tests.support.paths import ROOT


class Mistake(TypedDict, total=False):
    """See the top of mistakes.yml."""

    slip: str
    file: str
    find: str
    put: str
    cut: str
    keep: str
    move: str
    copy: str
    at: str
    on: str
    near: str
    cause: str
    fix: str


# As texts, or YAML would read a date in one of them.
MISTAKES = cast(
    list[Mistake],
    yaml.load(Path(__file__).with_name("mistakes.yml").read_text("utf-8"), yaml.BaseLoader),
)
FIRST = re.compile(r"(?P<file>.+?):(?P<line>\d+):\d+: error: (?P<message>.*) \[[a-z0-9-]+\]\n(?P<rest>.*)")


def path_of(name: str, folder: Path) -> Path:
    return folder / name if name == "site_config.yml" else folder / "content" / name


def make(mistake: Mistake, folder: Path) -> None:
    path = path_of(mistake["file"], folder)
    text = path.read_text("utf-8")
    if find := mistake.get("find"):
        assert text.count(find) == 1, f"{find!r} must be in {path.name} once, not {text.count(find)} times"
        before, after = text.split(find)
        text = before if "cut" in mistake else before + mistake["put"] + after
    encoding = mistake.get("keep", "utf-8")
    if encoding == "windows line ends":
        text, encoding = text.replace("\n", "\r\n"), "utf-8"
    path.write_bytes(text.encode(encoding))
    if target := mistake.get("move") or mistake.get("copy"):
        path_of(target, folder).parent.mkdir(exist_ok=True)
        shutil.copy(path, path_of(target, folder))
    if "move" in mistake:
        path.unlink()


def line_of(mistake: Mistake, file: Path) -> int:
    """Return the line of `on`, counted from 1: the first one, or the last one before `near`."""
    text = file.read_text("utf-8", "replace")
    found = text.index(mistake["on"])
    if near := mistake.get("near"):
        found = text.rindex(mistake["on"], 0, text.index(near))
    return text.count("\n", 0, found) + 1


def checked(folder: Path, *, in_all_languages: bool) -> Guide:
    """Return the guide in `folder`; raises `ContentError` with its errors."""
    project = Project(folder)
    draft = load(project)
    return check(with_translations(draft, project) if in_all_languages else draft)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["slip"])
def test_the_first_message_names_the_cause(mistake: Mistake, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site_config.yml", tmp_path)
    make(mistake, tmp_path)
    with pytest.raises(ContentError) as raised:
        # Reading the translations takes longer than everything else.
        checked(tmp_path, in_all_languages=mistake["file"].startswith("languages/"))
    text = report(raised.value.problems)
    first = FIRST.match(text.partition("\n\n")[0])
    assert first, text
    file = path_of(mistake.get("at", mistake["file"]), tmp_path)
    assert first["file"] == file.relative_to(tmp_path).as_posix(), text
    if "on" in mistake:
        assert int(first["line"]) == line_of(mistake, file), text
    assert re.search(mistake["cause"], first["message"]), text
    fix = re.search(r"^  fix: (.*)", text.partition("\n\n")[0], re.MULTILINE)
    assert fix, text
    assert re.search(mistake["fix"], fix[1]), text
    if "move" in mistake:
        assert len(text.splitlines()) <= 10


def test_the_mistakes_are_many_and_different() -> None:
    assert len({mistake["slip"] for mistake in MISTAKES}) == len(MISTAKES) >= 120
    folders = {mistake["file"].rpartition("/")[0] for mistake in MISTAKES}
    assert folders == {"", *(path.name for path in (ROOT / "content").iterdir() if path.is_dir())}
    assert {path.name for path in (ROOT / "content").glob("*.yml")} <= {
        mistake["file"] for mistake in MISTAKES
    }
