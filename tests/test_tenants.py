"""A guide on another subject is built whole, and nothing in it or in the program is about networking."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from lxml import html

from tests.support.loops import every
from tests.support.paths import ROOT, TESTS
from tests.support.terminal import advice

SUBJECT = re.compile(
    r"\b(network(ing|ers?|ed)|job( |-)?(seek|hunt|search|center)\w*|careers?|resumes?|résumés?|recruit\w*"
    r"|hiring|employ(er|ee|ment)s?|interview\w*|coach(es|ing)?|linkedin(?!\.com))\b",
    re.IGNORECASE,
)
"""Words of the guide about networking. The theme has an icon for linkedin.com, as for other sites."""
STORY = "content/stories/a-cold-winter.yml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide for tenants, built."""
    folder = Path(shutil.copytree(TESTS / "tenants", tmp_path_factory.mktemp("tenants") / "guide"))
    done = advice("build", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


def texts(name: str, data: bytes) -> Iterator[str]:
    """Yield every text in a file of a site, and in the files of a ZIP."""
    match Path(name).suffix:
        case ".html":
            root: Any = html.fromstring(data)
            yield " ".join((root.text_content(), *map(str, root.xpath("//@*"))))
        case ".pdf":
            document = pypdf.PdfReader(io.BytesIO(data))
            yield " ".join(page.extract_text() for page in document.pages)
            yield json.dumps([str(value) for value in (document.metadata or {}).values()])
            yield " ".join(str(field.get("/TU", "")) for field in (document.get_fields() or {}).values())
        case ".json" | ".txt" | ".xml" | ".js" | ".css" | "":
            yield data.decode()
        case ".zip":
            with ZipFile(io.BytesIO(data)) as archive:
                for inner in archive.namelist():
                    yield from texts(inner, archive.read(inner))


def test_no_text_of_its_site_is_about_networking(folder: Path) -> None:
    site = folder / "build/site"
    for path in every([path for path in sorted(site.rglob("*")) if path.is_file()]):
        for text in texts(path.name, path.read_bytes()):
            assert not SUBJECT.findall(text), path.relative_to(site)


def test_no_text_of_the_program_is_about_networking() -> None:
    ends = (".css", ".html", ".j2", ".js", ".json", ".md", ".py", ".typ", ".yml", "")
    folders = ("generator", "schemas", "templates")
    paths = [path for name in folders for path in sorted((ROOT / name).rglob("*"))]
    files = [path for path in paths if path.is_file() and path.suffix in ends and "vendor" not in path.parts]
    for path in every([*files, ROOT / "docs/writing.md"]):
        assert not SUBJECT.findall(path.read_text("utf-8")), path.relative_to(ROOT)


def test_an_edit_of_its_own_kind_builds_only_what_it_changes_with_the_same_bytes(folder: Path) -> None:
    text = (folder / STORY).read_text("utf-8")
    for old, new in (("four times", "five times"), ("Hillside", "Hilltop"), ("weeks: 3", "weeks: 4")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / STORY).write_text(text, "utf-8")
    done = advice("build", folder=folder)
    assert "Building what changed" in done.stderr, done.stderr
    site, again = folder / "build/site", folder / "build/again"
    assert "I called five times" in (site / "stories/a-cold-winter/index.html").read_text("utf-8")
    assert advice("build", "--out", again, folder=folder).returncode == 0
    names = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert names == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    for name in names:
        assert (site / name).read_bytes() == (again / name).read_bytes(), name
