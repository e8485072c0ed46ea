"""Writes what hosts need besides the pages: the headers of every file, and compressed copies.

Netlify and Cloudflare Pages read the file `_headers` of the site. nginx and Caddy include files that aren't
part of the site. All of them are templates in templates/publish/hosting/, filled in with the same values.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from jinja2 import Environment, StrictUndefined

from generator.engine.workers import map_chunks
from generator.model.sharing import Embed
from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.page import EMBED
from generator.pages.templates import loader, reraise
from generator.problems import ContentError, Location, Problem
from generator.project import Project

FOLDER = "publish/hosting"
"""The folder of the templates."""
HEADERS_FILE = "_headers"
SERVER_FILES = ("nginx-http.conf", "nginx-server.conf", "guide.caddy")
CACHING = {
    "assets": "assets/",  # addresses in this folder change with the content of the file
    "immutable": "public, max-age=31536000, immutable",
    "revalidate": "no-cache",
}
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Without includeSubDomains: a guide must not decide for the rest of its host's domain.
    "Strict-Transport-Security": "max-age=31536000",
}
TYPES = {
    "feed.xml": "application/atom+xml; charset=utf-8",
    "llms.txt": "text/plain; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    "manifest.webmanifest": "application/manifest+json",
}
"""Content types that hosts guess wrong, or without the encoding."""
LONGEST_LINE = 2000
"""Characters of a line of `_headers` that Cloudflare Pages reads."""
COMPRESSIBLE = {".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}
"""Fonts, pictures, PDFs and ZIP files are compressed already."""


def write_headers(
    site: Path,
    url: str,
    policy: str,
    embed: Embed | None,
    project: Project,
    folders: Sequence[str] = ("",),
) -> dict[str, bytes]:
    """Write `_headers` at the top of `site`, and return the files for nginx and Caddy by their names.

    `url` is the address of the site, `policy` the content security policy of all its pages, `embed` says
    which other sites can show some of them, and `folders` are where it is in each language. Raises
    `ContentError` if the policy is longer than hosts read, and for an error in a template.
    """
    every = {f"{folder}{name}": type for folder in folders for name, type in TYPES.items()}
    types = {name: type for name, type in every.items() if (site / name).is_file()}
    files = rendered(url, policy, embed, project, types, folders)
    if max(map(len, files[HEADERS_FILE].splitlines())) > LONGEST_LINE:
        message = "the pages have so many inline scripts that hosts wouldn’t read the whole security policy"
        fix = "move the scripts to files in templates/site/assets"
        raise ContentError([Problem(Location("templates/site/theme"), "policy-too-long", message, fix)])
    (site / HEADERS_FILE).write_bytes(files[HEADERS_FILE].encode())
    return {name: files[name].encode() for name in SERVER_FILES}


def rendered(
    url: str,
    policy: str,
    embed: Embed | None,
    project: Project,
    types: Mapping[str, str] = TYPES,
    folders: Sequence[str] = ("",),
) -> dict[str, str]:
    """Return the files for all hosts by name; `types` are the content types of files by their names.

    The rest is as in `write_headers`. Raises `ContentError` for an error in a template.
    """
    environment = Environment(
        loader=loader(project.templates, FOLDER), bytecode_cache=CompiledTemplates(project.build),
        undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["regex_escape"] = re.escape
    values = {
        **CACHING,
        "base": urlsplit(url).path or "/",
        "folders": folders,
        "policy": policy,
        "security": SECURITY,
        "embed": EMBED,
        "ancestors": embed.ancestors if embed else "",
        "types": types,
    }
    names = (HEADERS_FILE, *SERVER_FILES)
    try:
        return {name: environment.get_template(f"{name}.j2").render(values) for name in names}
    except Exception as error:
        reraise(error, f"templates/{FOLDER}")


def compress(site: Path) -> None:
    """Write a `.br` and a `.gz` next to each file of `site` that gets smaller; always the same bytes."""
    map_chunks(
        _compress, sorted(path for path in site.rglob("*") if path.suffix in COMPRESSIBLE and path.is_file())
    )


def _compress(path: Path) -> None:
    data = path.read_bytes()
    for suffix, compressed in (
        (".br", brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)),
        (".gz", gzip.compress(data, compresslevel=9, mtime=0)),
    ):
        if len(compressed) < len(data):
            path.with_name(path.name + suffix).write_bytes(compressed)
