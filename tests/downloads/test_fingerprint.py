"""Whatever has a say in how a sheet looks changes the fingerprint of what it is made with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.downloads import fingerprint
from generator.downloads.fingerprint import tools_fingerprint
from tests.support.paths import ROOT


def test_a_change_in_a_template_an_engine_or_the_code_is_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "templates"
    for folder in ("paper", "strings"):
        shutil.copytree(ROOT / "templates" / folder, templates / folder)
    seen = {tools_fingerprint(templates, "en"), tools_fingerprint(templates, "en")}
    assert len(seen) == 1
    (templates / "paper" / "strings.typ").write_text("#let strings = (:)", "utf-8")
    seen.add(tools_fingerprint(templates, "en"))
    (templates / "paper" / "new.typ").write_bytes(b"")
    seen.add(tools_fingerprint(templates, "en"))
    with monkeypatch.context() as patched:
        patched.setattr(fingerprint, "_version", lambda package: "99")
        seen.add(tools_fingerprint(templates, "en"))
    words = templates / "strings/en.yml"
    said = words.read_text("utf-8")
    words.write_text(said.replace("QR code that opens", "Code that opens"), "utf-8")
    seen.add(tools_fingerprint(templates, "en"))
    monkeypatch.setattr(fingerprint, "CODE", fingerprint.CODE[1:])
    seen.add(tools_fingerprint(templates, "en"))
    assert len(seen) == 6


def test_strings_only_on_pages_do_not_affect_a_sheet(tmp_path: Path) -> None:
    for folder in ("paper", "strings"):
        shutil.copytree(ROOT / "templates" / folder, tmp_path / folder)
    before = tools_fingerprint(tmp_path, "en")
    words = tmp_path / "strings/en.yml"
    said = words.read_text("utf-8")
    assert "Nothing is written here yet." in said
    words.write_text(said.replace("Nothing is written here yet.", "Nothing yet."), "utf-8")
    assert tools_fingerprint(tmp_path, "en") == before
