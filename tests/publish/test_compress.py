"""Compressed files are smaller, and have the same content as the originals."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli

from generator.build import build
from generator.project import Project
from generator.publish.hosting import compress
from tests.support.loops import every

WORDS = "<p>Calm and practical advice, said once more. </p>\n" * 40
NOISE = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(100))


def filled(site: Path) -> Path:
    site.mkdir()
    for name in ("index.html", "style.css", "feed.xml", "sheet.pdf", "letter.webp", "sw.js"):
        (site / name).write_text(WORDS, "utf-8")
    (site / "noise.json").write_bytes(NOISE)
    (site / "empty.txt").touch()
    return site


def compressed(site: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(site.iterdir()) if path.suffix in (".br", ".gz")}


def test_compressed_files_have_the_content_of_the_originals(tmp_path: Path) -> None:
    site = filled(tmp_path / "site")
    compress(site)
    found = compressed(site)
    assert {name.rpartition(".")[0] for name in found} == {"index.html", "style.css", "feed.xml", "sw.js"}
    for name, data in every(found.items()):
        opened = brotli.decompress(data) if name.endswith(".br") else gzip.decompress(data)
        assert opened == WORDS.encode(), name
        assert len(data) < len(opened) / 10


def test_the_same_files_are_compressed_to_the_same_bytes(tmp_path: Path) -> None:
    here, there = filled(tmp_path / "here"), filled(tmp_path / "there")
    compress(here)
    compress(there)
    assert compressed(here) == compressed(there)


def test_a_build_compresses_on_request_and_a_later_one_without_removes_the_files(
    small_guide: Path,
) -> None:
    project = Project.at(small_guide)
    site = project.build / "site"
    build(project, site, lambda step: None, compress=True)
    page = site / "principles/ask-first/index.html"
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert "principles/ask-first/index.html.gz" in (site / ".made-by-advice").read_text("utf-8").split()
    build(project, site, lambda step: None)
    assert [path.name for path in site.rglob("*") if path.suffix in (".br", ".gz")] == []
