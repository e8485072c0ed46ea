"""A site as plain MkDocs builds it from the project that `advice build --staging` writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from generator.publish.content_security import protect
from generator.publish.html import read_page
from generator.publish.service_worker import FILLED
from generator.site.frames import minify_html
from tests.support.loops import every


def build_plainly(staging: Path, day: date) -> Path:
    """Build the project in `staging` with MkDocs alone, as of `day`; return the folder of the site."""
    clock = datetime.combine(day, time(), UTC).timestamp()
    environ = {**os.environ, "SOURCE_DATE_EPOCH": f"{clock:.0f}", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=staging, check=True, env=environ, capture_output=True)
    return staging / "site"


def offer_language(staging: Path, code: str, name: str) -> None:
    """Let the English pages of `staging` lead to another language, which other programs don't get."""
    file = staging / "mkdocs.yml"
    settings = json.loads(file.read_text("utf-8"))
    url, direction = settings["site_url"], {"direction": "ltr"}
    settings["extra"]["languages"] = [
        {"code": "en", "name": "English", "address": url, **direction},
        {"code": code, "name": name, "address": f"{url}{code}/", "way": f"{code}/", **direction},
    ]
    file.write_text(json.dumps(settings), "utf-8")


def names_in_original(site: Path) -> set[str]:
    """Return the names of the files of `site` that aren't in the folder of another language."""
    others = {path.parent for path in site.glob("*/404.html")}
    files = (path for path in site.rglob("*") if path.is_file() and others.isdisjoint(path.parents))
    return {path.relative_to(site).as_posix() for path in files}


def different_pages(site: Path, staging: Path) -> Iterator[str]:
    """Yield the names of the pages in `site` that aren't what MkDocs built in `staging`, byte for byte.

    Besides what it builds, our pages have a policy, no indentation, and some numbers filled in.
    """
    plain = staging / "site"
    names = {name for name in names_in_original(site) if name.endswith(".html")}
    yield from sorted(names ^ {path.relative_to(plain).as_posix() for path in plain.rglob("*.html")})
    for name in every(sorted(names)):
        html = (plain / name).read_text("utf-8")
        if not (staging / "docs" / name).exists():
            html = minify_html(html)
        published = FILLED.sub(r"\1", (site / name).read_text("utf-8"))
        if published != FILLED.sub(r"\1", protect(html, read_page(html))):
            yield name
