"""Where a guide is published: who can say so, and what a build leaves out as long as no one has."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import page as page_validation
import pymupdf
import pytest
import zxingcpp
from PIL import Image

from generator.check.settings import placeholder_address
from generator.engine.files import walk
from generator.load.loader import load
from generator.model.guide import Guide
from generator.project import Project, host_url
from tests.support.kept_papers import papers_of_last_run
from tests.support.paths import GUIDE, REAL_URL, ROOT
from tests.support.terminal import advice
from tests.support.without_pdfs import make_no_papers

OWN = "https://feedback.internal/guide/"
PLACEHOLDER = "https://feedback.example/guide/"
OTHER = "https://north.internal/feedback/"
HOST = "https://feedback.netlify.app"
SENTENCE = f"“{PLACEHOLDER}” is a placeholder, so it’s left out: no QR codes, no feed, no canonical links"


def set_url(folder: Path, url: str) -> None:
    config = folder / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace(OWN, url), "utf-8")


def guide_at(project: Project) -> Guide:
    guide = load(project).guide
    assert guide
    return guide


# Who can say it


@pytest.mark.parametrize(
    ("in_settings", "given", "from_host", "used"),
    [
        (OWN, "", "", OWN),
        (OWN, "", HOST, OWN),
        (OWN, OTHER, HOST, OTHER),
        (PLACEHOLDER, "", HOST, f"{HOST}/"),
        (PLACEHOLDER, OTHER, HOST, OTHER),
        (PLACEHOLDER, "", "", PLACEHOLDER),
    ],
)
def test_a_given_address_comes_first_then_a_real_one_in_the_settings_then_that_of_the_host(
    in_settings: str, given: str, from_host: str, used: str, small_guide: Path
) -> None:
    set_url(small_guide, in_settings)
    site = guide_at(Project(small_guide, given, from_host)).site
    assert site.url == used
    assert site.url.where.file == "site_config.yml"


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        (
            {"NETLIFY": "true", "URL": HOST, "DEPLOY_PRIME_URL": "https://preview-4--x.netlify.app"},
            HOST,
        ),
        ({"URL": HOST}, ""),
        ({"NETLIFY": "true"}, ""),
        (
            {"CF_PAGES": "1", "CF_PAGES_URL": "https://7b0d8a1c.our-guide.pages.dev"},
            "https://our-guide.pages.dev/",
        ),
        ({"CF_PAGES": "1", "CF_PAGES_URL": "https://our-guide.pages.dev"}, ""),
        ({"CF_PAGES": "1", "CF_PAGES_URL": "https://a.b.our-guide.pages.dev"}, ""),
        ({"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "north/guide"}, ""),
    ],
)
def test_a_host_names_the_published_site_even_in_a_preview(variables: dict[str, str], address: str) -> None:
    assert host_url(variables) == address


def test_a_build_on_a_host_uses_its_address(small_guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_url(small_guide, PLACEHOLDER)
    monkeypatch.setenv("NETLIFY", "true")
    monkeypatch.setenv("URL", HOST)
    assert guide_at(Project.at(small_guide)).site.url == f"{HOST}/"


@pytest.mark.parametrize("url", ["north.org/guide", "https://north.internal/?x", "ftp://north.internal/"])
def test_an_address_that_no_site_can_have_is_refused_with_a_fix(url: str, small_guide: Path) -> None:
    done = advice("check", "--url", url, folder=small_guide)
    assert done.returncode == 2
    assert done.stderr.startswith("The address given for this guide can’t be used: “")
    assert "https://" in done.stderr.partition(";")[2]


def test_the_variable_is_for_all_commands_and_the_option_comes_before_it(
    small_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVICE_URL", OTHER)
    made = advice("sheets", "one-talk", "--edition", "print", folder=small_guide)
    assert made.returncode == 0, made.stderr
    assert codes(small_guide / "build/sheets/one-talk-a4-print.pdf") == [f"{OTHER}worksheets/one-talk/"]
    advice("sheets", "one-talk", "--edition", "print", "--url", f"{HOST}/", folder=small_guide)
    assert codes(small_guide / "build/sheets/one-talk-a4-print.pdf") == [f"{HOST}/worksheets/one-talk/"]
    monkeypatch.setenv("ADVICE_URL", "")
    advice("sheets", "one-talk", "--edition", "print", folder=small_guide)
    assert codes(small_guide / "build/sheets/one-talk-a4-print.pdf") == [f"{OWN}worksheets/one-talk/"]


def test_a_build_for_another_address_is_not_a_build_where_nothing_changed(
    small_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_no_papers(monkeypatch)
    assert advice("build", folder=small_guide).stdout.startswith("Built ")
    home = small_guide / "build/site/index.html"
    assert OWN in home.read_text("utf-8")
    assert advice("build", "--url", OTHER, folder=small_guide).stdout.startswith("Built ")
    assert OTHER in home.read_text("utf-8")
    assert OWN not in home.read_text("utf-8")
    assert advice("build", "--url", OTHER, folder=small_guide).stdout.startswith("Nothing changed: ")
    monkeypatch.setenv("ADVICE_URL", OTHER)
    assert advice("build", folder=small_guide).stdout.startswith("Nothing changed: ")


# What a placeholder is, and what is left out


@pytest.mark.parametrize(
    ("host", "placeholder"),
    [
        ("networking-guide.example", True),
        ("GUIDE.EXAMPLE", True),
        ("example", True),
        ("example.com", True),
        ("www.example.org", True),
        ("example.net", True),
        ("guide.test", True),
        ("guide.invalid", True),
        ("localhost", True),
        ("localhost:8000", True),
        ("guide.localhost", True),
        ("127.0.0.1:8080", True),
        ("0.0.0.0", True),
        ("guide.org", False),
        ("example.edu", False),
        ("ourexample.com", False),
        ("example.com.north.org", False),
        ("localhost.north.org", False),
        ("north.internal", False),
        ("guide.local", False),
        ("192.168.0.7", False),
        ("127.north.org", False),
    ],
)
def test_names_reserved_for_examples_and_this_computer_are_placeholders(host: str, placeholder: bool) -> None:
    guide = guide_at(Project(GUIDE, f"https://{host}/guide/"))
    assert [problem.rule for problem in placeholder_address(guide)] == ["placeholder-address"] * placeholder
    assert guide.site.public_url == ("" if placeholder else guide.site.url)


def test_a_placeholder_is_a_warning_that_a_strict_check_does_not_accept(small_guide: Path) -> None:
    set_url(small_guide, PLACEHOLDER)
    assert SENTENCE in advice("check", folder=small_guide).stderr
    assert advice("check", folder=small_guide).returncode == 0
    strict = advice("check", "--strict", folder=small_guide)
    assert strict.returncode == 1
    assert SENTENCE in strict.stderr
    assert advice("lock", folder=small_guide).returncode == 0
    assert advice("check", "--strict", "--url", OTHER, folder=small_guide).returncode == 0


def test_the_address_of_this_repository_is_a_placeholder_and_its_tests_use_another() -> None:
    assert not guide_at(Project(ROOT)).site.public_url
    assert guide_at(Project(ROOT, REAL_URL)).site.public_url == REAL_URL


def test_nothing_in_a_site_without_an_address_leads_to_the_placeholder(small_guide: Path) -> None:
    set_url(small_guide, PLACEHOLDER)
    principle = small_guide / "content/principles/ask-first.yml"
    principle.write_text(principle.read_text("utf-8") + "was: [asking-first]\n", "utf-8")
    with papers_of_last_run("placeholder", small_guide):
        done = advice("build", folder=small_guide)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(SENTENCE) == 1
    assert done.stdout.startswith("Built ")
    site = small_guide / "build/site"
    files = {name: (site / name).read_bytes() for name in walk(site)}
    for name in [name for name in files if name.endswith(".zip")]:
        with zipfile.ZipFile(site / name) as archive:
            files |= {f"{name}/{inner}": archive.read(inner) for inner in archive.namelist()}
    documents = {name: data for name, data in files.items() if name.endswith(".pdf")}
    assert len(documents) > 20
    leading = {name for name, data in files.items() if PLACEHOLDER.encode() in data}
    leading |= {name for name, data in documents.items() if "feedback.example" in inside(data)}
    assert leading == set()
    assert [name for name, data in documents.items() if codes(data)] == []


def test_a_sheet_without_an_address_leaves_room_for_the_code_and_meets_the_standards(
    small_guide: Path,
) -> None:
    def made(url: str) -> bytes:
        done = advice("sheets", "one-talk", "--edition", "print", "--url", url, folder=small_guide)
        assert (SENTENCE in done.stderr) == (url == PLACEHOLDER)
        return (small_guide / "build/sheets/one-talk-a4-print.pdf").read_bytes()

    with drawn(made(OWN)) as with_code, drawn(without := made(PLACEHOLDER)) as no_code:
        places = [{word[4]: word[:2] for word in one[0].get_text("words")} for one in (with_code, no_code)]
        pages = (len(with_code), len(no_code))
    assert pages[0] == pages[1]
    assert "Scan" in places[0]
    assert "Scan" not in places[1]
    assert places[0]["Name"] == places[1]["Name"]
    for profile in ("ua1", "2a"):
        found = {
            str(failure.rule_id)
            for failure in page_validation.validate_pdf_bytes(without, profile=profile).failures
        }
        assert found <= {"PDFA2A-STREAM-LENGTH-001"}  # can be wrong; tests/paper/test_worksheet.py says when


def drawn(document: bytes) -> Any:
    return pymupdf.Document(stream=document)  # type: ignore[no-untyped-call]


def inside(document: bytes) -> str:
    """Return the text and all links of a PDF."""
    with drawn(document) as opened:
        return "".join(page.get_text() + repr(page.get_links()) for page in opened)


def codes(document: Path | bytes) -> list[str]:
    """Return what the QR codes on the first page of a PDF say."""
    data = document.read_bytes() if isinstance(document, Path) else document
    with drawn(data) as opened:
        pixels = opened[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    image = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
    return [code.text for code in zxingcpp.read_barcodes(image)]
