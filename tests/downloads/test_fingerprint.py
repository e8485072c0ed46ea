"""Any change that can affect how a sheet looks changes its fingerprint."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.downloads import fingerprint
from generator.downloads.fingerprint import tools_fingerprint
from generator.layers import Layers
from generator.load.loader import load
from generator.load.strings import load_strings
from generator.paper.context import PrintContext
from generator.project import Project
from tests.support.paths import ROOT

GUIDE = load(Project(ROOT / "tests" / "guide")).guide


def fingerprint_with(folder: Path) -> str:
    assert GUIDE
    templates = Layers(folder)
    return tools_fingerprint(PrintContext(GUIDE, templates, load_strings(templates, "en")))


def test_a_change_to_a_template_an_engine_or_the_code_changes_the_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "templates"
    for folder in ("paper", "strings"):
        shutil.copytree(ROOT / "templates" / folder, templates / folder)
    seen = {fingerprint_with(templates), fingerprint_with(templates)}
    assert len(seen) == 1
    (templates / "paper" / "strings.typ").write_text("#let strings = (:)", "utf-8")
    seen.add(fingerprint_with(templates))
    (templates / "paper" / "new.typ").write_bytes(b"")
    seen.add(fingerprint_with(templates))
    with monkeypatch.context() as patched:
        patched.setattr(fingerprint, "_version", lambda package: "99")
        seen.add(fingerprint_with(templates))
    words = templates / "strings/en.yml"
    strings = words.read_text("utf-8")
    words.write_text(strings.replace("QR code that opens", "Code that opens"), "utf-8")
    seen.add(fingerprint_with(templates))
    monkeypatch.setattr(fingerprint, "CODE", fingerprint.CODE[1:])
    seen.add(fingerprint_with(templates))
    assert len(seen) == 6


def test_strings_only_on_pages_do_not_affect_a_sheet(tmp_path: Path) -> None:
    for folder in ("paper", "strings"):
        shutil.copytree(ROOT / "templates" / folder, tmp_path / folder)
    before = fingerprint_with(tmp_path)
    words = tmp_path / "strings/en.yml"
    strings = words.read_text("utf-8")
    assert "You haven’t written anything here yet." in strings
    words.write_text(strings.replace("You haven’t written anything here yet.", "Nothing yet."), "utf-8")
    assert fingerprint_with(tmp_path) == before
