"""Measures how long the worksheets of the shipped guide take as PDFs, compared to WeasyPrint and Chromium.

Those two print the pages of the site, once and without form fields.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import peer_projects
from engines import OURS, ROOT
from measuring import Contender, Failed, run

FOLDER = ROOT / "build/bench/shipped"
ONE = "authenticity"
"""The sheet that's also made alone; it has two pages, like the others."""
PLAIN = ("--edition", "print", "--paper", "a4")
"""The edition closest to what the others make."""
SHEET = re.compile(r'<form class="paper[" ].*?</form>', re.DOTALL)


def contenders(report: Callable[[str], None]) -> list[Contender]:
    """Return everything to measure side by side, in the order of a round: each for one sheet, then for all.

    Reports which peer isn't available and why. Raises `Failed` if the guide can't be built.
    """
    pages = [str(page) for page in _pages(report)]
    made = [_ours("ours-one", [ONE, *PLAIN], 1), _ours("ours-plain", PLAIN, len(pages))]
    one = [page for page in pages if Path(page).stem == ONE]
    try:
        python = str(peer_projects.python_tools() / "python")
        weasyprint = Contender("WeasyPrint", [python, "-c", "import weasyprint"], FOLDER)
        run(weasyprint)
    except (peer_projects.Unavailable, Failed) as reason:
        report(f"WeasyPrint is left out (it needs Pango): {str(reason).splitlines()[-1]}")
    else:
        made += _others("weasyprint", python, one, pages)
    made += _others("chromium", sys.executable, one, pages)
    return made


def output(name: str) -> dict[str, float]:
    """Return how many PDFs a contender made in its last run."""
    return {"pdfs": sum(1 for _ in (FOLDER / "pdf" / name).rglob("*.pdf"))}


def _ours(name: str, options: Sequence[str], least: int) -> Contender:
    command = (*OURS, "sheets", "--project", str(FOLDER), "--out", str(FOLDER / "pdf" / name), *options)

    def before() -> None:
        shutil.rmtree(FOLDER / "build/cache", ignore_errors=True)

    return _checked(Contender(name, command, ROOT, before), least)


def _others(name: str, python: str, one: Sequence[str], every: Sequence[str]) -> list[Contender]:
    made = []
    for part, files in (("one", one), ("plain", every)):
        called = f"{name}-{part}"
        command = (
            python,
            str(peer_projects.PEERS / f"print_{name}.py"),
            str(FOLDER / "pdf" / called),
            *files,
        )
        made.append(_checked(Contender(called, command, FOLDER, optional=True), len(files)))
    return made


def _checked(contender: Contender, least: int) -> Contender:
    out = FOLDER / "pdf" / contender.name

    def before() -> None:
        contender.before()
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)

    def after() -> None:
        made = output(contender.name)["pdfs"]
        if made < least:
            raise Failed(f"{contender.name} made {made} PDFs instead of {least}")

    return replace(contender, before=before, after=after)


def _pages(report: Callable[[str], None]) -> list[Path]:
    """Write each worksheet of the shipped guide as a page of its own, and return their files."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in ("content", "site_config.yml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else _copy)(source, FOLDER / name)
    if (ROOT / "build/cache").is_dir():
        shutil.copytree(ROOT / "build/cache", FOLDER / "build/cache")
    report("building the shipped guide for the pages the others print")
    staging = FOLDER / "build/staging"
    command = (*OURS, "build", "--project", str(FOLDER), "--staging", str(staging))
    run(Contender("the shipped guide", command, ROOT))
    docs = staging / "docs"
    html = FOLDER / "html"
    (fonts,) = docs.glob("assets/*/fonts")
    shutil.copytree(fonts, html / "fonts")
    shutil.copy(peer_projects.PEERS / "print.css", html)
    written = []
    for page in sorted((docs / "worksheets").glob("*/index.md")):
        sheet = SHEET.search(page.read_text("utf-8"))
        if not sheet:
            raise Failed(f"there is no worksheet on the page {page.parent.name}")
        head = (
            f'<meta charset="utf-8"><title>{page.parent.name}</title><link rel="stylesheet" href="print.css">'
        )
        written.append(html / f"{page.parent.name}.html")
        written[-1].write_text(
            f'<!doctype html><html lang="en"><head>{head}</head><body>{sheet[0]}</body></html>', "utf-8"
        )
    return written


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
