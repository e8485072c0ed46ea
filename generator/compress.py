"""Packs files of the site beforehand, as tightly as can be, for servers that send them as they are."""

from __future__ import annotations

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

PACKED = {".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}
"""Endings of what gains from it; fonts, pictures, PDFs and archives are packed already."""


def compress(site: Path) -> None:
    """Write a `.br` and a `.gz` beside each file of `site` that gets smaller; always the same bytes."""
    texts = sorted(path for path in site.rglob("*") if path.suffix in PACKED and path.is_file())
    # Threads do here: both libraries work outside of Python's lock.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(_pack, texts):
            pass


def _pack(path: Path) -> None:
    text = path.read_bytes()
    for ending, packed in (
        (".br", brotli.compress(text, mode=brotli.MODE_TEXT, quality=11)),
        (".gz", gzip.compress(text, compresslevel=9, mtime=0)),
    ):
        if len(packed) < len(text):
            path.with_name(path.name + ending).write_bytes(packed)
