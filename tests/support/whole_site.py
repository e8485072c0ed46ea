"""Reads a site from its folder, as the program itself never does, to check what it wrote."""

from __future__ import annotations

from pathlib import Path

from generator.engine.files import walk
from generator.layers import Layers
from generator.model.guide import Guide
from generator.pages.templates import file_size
from generator.problems import Problem
from generator.publish import service_worker
from generator.publish.html import read_page
from generator.publish.links import LinkCheck
from generator.publish.new_site import short_digest
from generator.publish.offline_copy import is_page_file
from generator.site import search_index
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH


def broken_links(site: Path, url: str) -> list[Problem]:
    """Return the problems with the links in the folder `site`, whose address is `url`."""
    names = list(walk(site))
    check = LinkCheck(names, url)
    for name in names:
        if name.endswith(".html"):
            check.add_page(name, read_page((site / name).read_bytes()))
        elif name.endswith(".css"):
            check.add_style(name, (site / name).read_text("utf-8"))
    return list(check.problems(lambda name: (site / name).read_text("utf-8")))


def write_worker(site: Path, guide: Guide) -> None:
    """Write the service worker for the files in the folder `site`."""
    names = [name for name in walk(site) if is_page_file(name) or name in search_index.FILES]
    contents = {name: (site / name).read_bytes() for name in names}
    digests = {name: short_digest(data) for name, data in contents.items()}
    size = file_size([sum(map(len, contents.values()))], ENGLISH)
    worker = service_worker.worker(digests, size, guide, Layers(ROOT / "templates"), ENGLISH)
    (site / service_worker.FILE).write_text(worker, "utf-8")
