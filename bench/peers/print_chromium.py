"""Prints HTML files with headless Chromium; the arguments are a folder for the PDFs, and the files."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.hosting import launch

with sync_playwright() as playwright:
    browser = launch(playwright)
    page = browser.new_page()
    for name in sys.argv[2:]:
        page.goto(Path(name).resolve().as_uri())
        page.pdf(path=Path(sys.argv[1], f"{Path(name).stem}.pdf"), prefer_css_page_size=True)
    browser.close()
