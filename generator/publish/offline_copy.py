"""Makes the offline edition: a ZIP of the site whose pages open from a disk or a USB stick without a server.

From a disk, browsers open files but no folders, load no modules, start no workers, and scripts can't fetch
anything. So links name files, modules are bundled, a frame replaces the worker of the search, and the index
of the search is a script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from html import escape
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import urlsplit

from generator.downloads import zip_files
from generator.engine.files import walk
from generator.engine.memo import Memo, digest
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.pages.page import NOT_FOUND, OFFLINE_PAGE, SOCIAL, offline_zip
from generator.publish.html import script_hash
from generator.site import search_index
from generator.site.assets import Files
from generator.site.scripts import bundle_modules, modules

PAGE_FILES = (".css", ".html", ".ico", ".js", ".png", ".svg", ".webp", ".woff2")
"""Types of files that pages consist of."""
INDEX = "search/search_index.js"
SCRIPTS = "/scripts"
SHIM = "iframe-worker"
"""Folder of the worker's replacement, in templates/publish/vendor/ and in the edition."""
SHIM_AUTHOR = "Martin Donath"
LINK = re.compile(r'((?:<a\b[^>]*? href="|<meta http-equiv="refresh" content="0; url=))([^"#]*)')
MODULE = re.compile(r'<script\b(?=[^>]* type="module")[^>]* src="([^"]*)"[^>]*>')
BUNDLE = re.compile(r'<script src="[^"]*/?assets/javascripts/')
ONLINE_ONLY = re.compile(
    # What needs a server, and what only speeds up loading from one.
    r'<link rel="(?:alternate feed|preload|apple-touch-icon)"[^>]*>'
    r"|<(p|li)\b[^>]* data-online\b[^>]*>.*?</\1>",
    re.DOTALL,
)
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
WORKER = re.compile(r'"search": "([^"]*)"')
ENCODING = '<meta charset="utf-8">'
POLICY = (
    "default-src 'none'; script-src file:{hashes}; style-src file:; img-src file: data:; font-src file:; "
    "base-uri 'none'; form-action 'none'"
)
"""A page can load files from this disk and nothing from a network. “self” has no meaning on a disk."""


def page_files(site: Path) -> Iterator[str]:
    """Yield the files of `site` that pages consist of, as paths in it, sorted.

    Without the “not found” page, which only servers show, and the pictures for shared links.
    """
    for name in walk(site):
        left_out = name in (NOT_FOUND, "sw.js") or name.startswith(SOCIAL)
        if name.endswith(PAGE_FILES) and not left_out:
            yield name


def make(site: Path, guide: Guide, templates: Path, strings: Strings) -> None:
    """Write the offline edition of `site` next to the page that offers it, if the guide has that page.

    Raises `ContentError` for a script that can't be bundled.
    """
    if not guide.site.offline:
        return
    name = offline_zip(guide.site.name)
    said = strings.read_me
    about = (said.open(file="index.html"), "", said.answers, said.program(folder=SHIM, author=SHIM_AUTHOR))
    read_me = zip_files.read_me(said.offline, about, guide, strings)
    folder = site / OFFLINE_PAGE
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.zip").open("wb") as archive:
        zip_files.write(archive, name, read_me, _files(site, guide, templates), guide.outline.updated)


_pages: Memo[str] = Memo(large=True)
"""Pages of the edition, by their names, their texts on the site, and the names of all files."""


def _files(site: Path, guide: Guide, templates: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the path and content of each file of the edition, sorted; one at a time, to save memory."""
    copied = frozenset(
        name
        for name in (*page_files(site), *(name for name in walk(site) if name.endswith(".pdf")))
        if not name.startswith(OFFLINE_PAGE) and not (name.endswith(".js") and f"{SCRIPTS}/" in name)
    )
    vendor = templates / "publish/vendor" / SHIM
    made = {f"{SHIM}/{name}": (vendor / name).read_bytes() for name in ("shim.js", "LICENSE.txt")}
    shim = made[f"{SHIM}/shim.js"].decode()
    made[INDEX] = _index(site)
    made |= _bundles((name for name in copied if name.endswith(".html")), site, guide, templates)
    names = copied | made.keys()
    url = guide.site.public_url
    others = digest(shim, url, *sorted(names))
    for name in sorted(names):
        if name.endswith(".html"):
            text = (site / name).read_text(encoding="utf-8")
            key = (name, digest(text), others)
            yield name, _pages.get_or_compute(key, lambda: _page(name, text, names, url, shim)).encode()  # noqa: B023
        else:
            yield name, made[name] if name in made else (site / name).read_bytes()


def _index(site: Path) -> bytes:
    """Return the index of the search as a script, with addresses of files."""
    index = json.loads((site / search_index.FILE).read_text(encoding="utf-8"))
    index["docs"] = [entry for entry in index["docs"] if not entry["location"].startswith(OFFLINE_PAGE)]
    for entry in index["docs"]:
        page, mark, anchor = entry["location"].partition("#")
        entry["location"] = f"{page}index.html{mark}{anchor}"
    return f"var __index = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _bundles(pages: Iterable[str], site: Path, guide: Guide, templates: Path) -> Files:
    """Return the scripts that `pages` load, each bundled with what it imports, by their paths."""
    folder = templates / "site/assets/scripts"
    ours = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    ours |= modules(templates, guide.site.language)
    loaded = {
        normpath(f"/{dirname(page)}/{source}").lstrip("/")
        for page in pages
        for source in MODULE.findall((site / page).read_text(encoding="utf-8"))
    }
    site_url = urlsplit(guide.site.url)
    bundles: Files = {}
    for name in sorted(loaded):
        place, _, script = name.rpartition("/")
        if place.endswith(SCRIPTS):
            # Where scripts save answers, because the path of a USB stick changes. In some browsers, all pages
            # on a disk share one store, so this includes the site's address.
            storage = f"file:///{site_url.netloc.replace(':', '-')}{site_url.path}{place}/"
            bundles[name] = bundle_modules(script, ours, storage).encode()
        else:
            bundles[name] = b"(() => {\n" + (site / name).read_bytes() + b"\n})();\n"
    return bundles


def _page(name: str, text: str, files: Collection[str], url: str, shim: str) -> str:
    """Return the page `name`, rewritten so that it opens from a disk."""
    folder, to_root = dirname(name), "../" * name.count("/")

    def link(match: re.Match[str]) -> str:
        before, target = match.groups()
        return before + escape(_target(target, folder, files, url))

    text = LINK.sub(link, ONLINE_ONLY.sub("", text))
    text = MODULE.sub(r'<script defer src="\1">', text)
    shim_first = rf'<script src="{to_root}{SHIM}/shim.js"></script>\g<0>'
    text = BUNDLE.sub(shim_first, text, count=1)
    scripts = [*INLINE_SCRIPT.findall(text), *(_frame_script(shim, path) for path in WORKER.findall(text))]
    policy = POLICY.format(hashes="".join(f" '{script_hash(script)}'" for script in scripts))
    element = f'<meta http-equiv="content-security-policy" content="{policy}">'
    return text.replace(ENCODING, ENCODING + element, 1)


def _target(target: str, folder: str, files: Collection[str], url: str) -> str:
    """Return where a link leads: to a file of the edition, or else to the site, if that has an address."""
    address = urlsplit(target)
    if address.scheme or address.netloc or not target:
        return target
    path = normpath(f"/{folder}/{address.path}").lstrip("/")
    if path in files:
        return target
    page = f"{path}/index.html".lstrip("/")
    if page in files:
        query = f"?{address.query}" if address.query else ""
        return f"{address.path.rstrip('/')}/index.html{query}"
    return url + path + ("/" if address.path.endswith("/") else "") if url else target


def _frame_script(shim: str, worker: str) -> str:
    """Return the script that `shim` writes into a frame to run `worker`; the policy needs its hash."""
    post, load = shim.index("function c("), shim.index("function d(")
    script = shim.split("<html><body><script>")[1].split(r"<\/script>")[0]
    script = script.replace("${c}", shim[post:load]).replace("${d}", shim[load : shim.index("var o=class")])
    return script.replace("${e}", worker)
