"""One mistake in the real guide: the first message names its cause, where it is, and what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from generator.build import load_checked
from generator.cli.report import report
from generator.problems import ContentError
from generator.project import Project
from tests.support.paths import ROOT


class Mistake(TypedDict, total=False):
    slip: str
    file: str
    find: str
    put: str
    cut: bool
    keep: str
    move: str
    copy: str
    at: str
    on: str
    near: str
    last: bool
    skip: bool
    cause: str
    fix: str


MISTAKES = [
    m
    for m in cast(
        list[Mistake], yaml.load(Path(__file__).with_name("mistakes.yml").read_text("utf-8"), yaml.BaseLoader)
    )
    if not m.get("skip")
]
FIRST = re.compile(r"(?P<file>[^\n]+?):(?P<line>\d+):\d+: error: (?P<message>.*) \[(?P<rule>[a-z0-9-]+)\]")


def make(mistake: Mistake, folder: Path) -> None:
    path = place(mistake["file"], folder)
    if "find" in mistake:
        text = path.read_text("utf-8")
        assert text.count(mistake["find"]) == 1, f"{text.count(mistake['find'])} times: {mistake['find']!r}"
        before, after = text.split(mistake["find"])
        path.write_text(before if mistake.get("cut") else before + mistake["put"] + after, "utf-8")
    if keep := mistake.get("keep"):
        text = path.read_text("utf-8")
        path.write_bytes(
            text.replace("\n", "\r\n").encode() if keep == "windows line ends" else text.encode(keep)
        )
    for what, how in (("move", shutil.move), ("copy", shutil.copy)):
        if what in mistake:
            target = place(mistake[what], folder)
            target.parent.mkdir(exist_ok=True)
            how(path, target)


def place(name: str, folder: Path) -> Path:
    return folder / name if name == "site_config.yml" else folder / "content" / name


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["slip"])
def test_the_first_message_names_the_cause(mistake: Mistake, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site_config.yml", tmp_path)
    make(mistake, tmp_path)
    with pytest.raises(ContentError) as raised:
        load_checked(Project(tmp_path))
    text = report(raised.value.problems)
    first = FIRST.match(text)
    assert first, text[:3000]
    file = place(mistake.get("at", mistake["file"]), tmp_path)
    assert first["file"] == file.relative_to(tmp_path).as_posix(), text[:3000]
    if "on" in mistake:
        content = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        found = [i for i in range(len(content)) if content.startswith(mistake["on"], i)]
        if near := mistake.get("near"):
            pos = content.index(near)
            index = max(i for i in found if i <= pos)
        else:
            index = found[-1 if mistake.get("last") else 0]
        assert int(first["line"]) == content.count("\n", 0, index) + 1, text[:3000]
    assert re.search(mistake["cause"], first["message"]), text[:3000]
    fix = re.search(r"^  fix: (.*)", text.partition("\n\n")[0], re.MULTILINE)
    assert fix, text[:3000]
    assert re.search(mistake["fix"], fix[1]), text[:3000]
