"""Prints what a first visit to each kind of page costs: python bench/weight.py [folder of the built site]."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.hosting import hosted, launch  # noqa: E402
from tests.support.page_weight import DESK, KINDS, PHONE, ours, shift, visit, weight  # noqa: E402


def main(site: Path) -> None:
    """Print a row for each kind of page, in kB as a good host sends them to a phone on its first visit."""
    print("| Page | Requests | kB | HTML | fonts | theme | ours | later | Shift 390 | Shift 1366 |")
    print("| --- " + "| ---: " * 9 + "|")
    with hosted(site) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for kind, page in KINDS.items():
            seen = visit(browser, site, address, page)
            fonts = weight(file for file in seen.first if file.suffix == ".woff2")
            own = weight(filter(ours, seen.first))
            whole = weight(seen.first)
            parts = (whole, weight(seen.first[:1]), fonts, whole - fonts - own, own, weight(seen.later))
            sizes = " | ".join(f"{part / 1000:.1f}" for part in parts)
            shifts = " | ".join(f"{shift(browser, address, page, size):.3f}" for size in (PHONE, DESK))
            print(f"| {kind} | {len(seen.first)} | {sizes} | {shifts} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/site")
