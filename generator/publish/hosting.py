"""What hosts should send with the files of the site, told to each kind of host in its own words.

Netlify and Cloudflare Pages read the file `_headers` of the site. For nginx and Caddy there are files
to include, which lie outside the site. All of them are made from one record.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import brotli

from generator.engine.workers import map_chunks
from generator.problems import ContentError, Location, Problem

FILE = "_headers"
KEPT = "assets/"
"""Below this folder every address changes with what stands there."""
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
"""Browsers may keep it, and ask whether it is still the newest."""
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Without includeSubDomains: a guide must not decide for the rest of somebody's domain.
    "Strict-Transport-Security": "max-age=31536000",
}
TYPES = {
    "feed.xml": "application/atom+xml; charset=utf-8",
    "llms.txt": "text/plain; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    "manifest.webmanifest": "application/manifest+json",
}
"""What hosts guess wrong, or without the encoding."""
LONGEST = 2000
"""Signs that Cloudflare Pages reads of one line."""


@dataclass(frozen=True, slots=True)
class Headers:
    """What to send with the files of one site."""

    base: str
    """The path of the site on its host, with a slash at both ends."""
    everywhere: dict[str, str]
    types: dict[str, str]
    """The content type by the address on the site."""


def headers(site: Path, url: str, policy: str) -> Headers:
    """Return what to send with the files in `site`, which stands at `url`."""
    present = {name: type for name, type in TYPES.items() if (site / name).is_file()}
    return Headers(urlsplit(url).path or "/", {"Content-Security-Policy": policy, **SECURITY}, present)


def for_static_hosts(wanted: Headers) -> bytes:
    """Return the file `_headers`.

    Such hosts join the values of all rules that fit an address, so no two of them may give one header:
    only what is kept for good is told here, and the rest keeps the host's own way, which is to ask again.
    Raises `ContentError` when the policy is longer than a line may be.
    """
    rules = {
        "*": wanted.everywhere,
        f"{KEPT}*": {"Cache-Control": FOR_GOOD},
        **{name: {"Content-Type": type} for name, type in wanted.types.items()},
    }
    lines: list[str] = []
    for address, sent in rules.items():
        lines += [wanted.base + address, *(f"  {name}: {value}" for name, value in sent.items())]
    if max(map(len, lines)) > LONGEST:
        raise ContentError([_too_long()])
    return "\n".join([*lines, ""]).encode()


def server_snippets(wanted: Headers) -> dict[str, bytes]:
    """Return the files that nginx and Caddy include, by their names."""
    return {
        "nginx-http.conf": _nginx_http(wanted),
        "nginx-server.conf": _nginx_server(wanted),
        "guide.caddy": _caddy(wanted),
    }


def _nginx_http(wanted: Headers) -> bytes:
    kept = re.escape(wanted.base + KEPT)
    return f"""\
# Include this inside http {{ }}. What is there is kept for good, but not the news that something is missing.
map "$status $uri" $guide_cache_control {{
    default "{ASK_AGAIN}";
    "~^(200|206|304) {kept}" "{FOR_GOOD}";
}}
""".encode()


def _nginx_server(wanted: Headers) -> bytes:
    # All headers stand on one level: an add_header further in would hide every one of them.
    lines = [
        "# Include this inside server { }. An add_header of your own belongs beside it, not in a location.",
        *(f'add_header {name} "{value}" always;' for name, value in wanted.everywhere.items()),
        "add_header Cache-Control $guide_cache_control always;",
        f"error_page 404 {wanted.base}404.html;",
        *(
            f'location = {wanted.base}{name} {{ types {{ }} default_type "{type}"; }}'
            for name, type in wanted.types.items()
        ),
    ]
    return "\n".join([*lines, ""]).encode()


def _caddy(wanted: Headers) -> bytes:
    kept = f"{wanted.base}{KEPT}*"
    # Caddy forgets on the way to an error what it was told before, so that is said twice.
    everywhere = ["header {", *(f'\t{name} "{value}"' for name, value in wanted.everywhere.items())]
    lines = [
        "# Import this inside the block of your site.",
        *everywhere,
        "\t-Server",
        "}",
        f"@kept path {kept}",
        f'header @kept Cache-Control "{FOR_GOOD}"',
        f"@renewed not path {kept}",
        f'header @renewed Cache-Control "{ASK_AGAIN}"',
        *(f'header {wanted.base}{name} Content-Type "{type}"' for name, type in wanted.types.items()),
        "handle_errors {",
        *(f"\t{line}" for line in everywhere),
        f'\t\tCache-Control "{ASK_AGAIN}"',
        "\t\t-Server",
        "\t}",
        "\t@missing expression {http.error.status_code} == 404",
        "\thandle @missing {",
        f"\t\trewrite * {wanted.base}404.html",
        "\t\tfile_server {",
        "\t\t\tprecompressed br gzip",
        "\t\t}",
        "\t}",
        "}",
    ]
    return "\n".join([*lines, ""]).encode()


def _too_long() -> Problem:
    return Problem(
        Location("templates/site/theme"),
        "policy-too-long",
        "the pages hold so many different scripts that hosts would not read the list of them",
        "put the scripts into files in templates/site/assets",
    )


PACKED = {".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}
"""Endings of what gains from it; fonts, pictures, PDFs and archives are packed already."""


def compress(site: Path) -> None:
    """Write a `.br` and a `.gz` beside each file of `site` that gets smaller; always the same bytes."""
    texts = sorted(path for path in site.rglob("*") if path.suffix in PACKED and path.is_file())
    map_chunks(_pack, texts)


def _pack(path: Path) -> None:
    text = path.read_bytes()
    for ending, packed in (
        (".br", brotli.compress(text, mode=brotli.MODE_TEXT, quality=11)),
        (".gz", gzip.compress(text, compresslevel=9, mtime=0)),
    ):
        if len(packed) < len(text):
            path.with_name(path.name + ending).write_bytes(packed)
