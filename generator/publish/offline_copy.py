"""Makes the offline edition: a ZIP of the site that opens from a disk or a stick without any server.

Browsers know no folders there, load no modules, start no workers and fetch nothing by a script. So links
name files, scripts are joined, a frame stands in for the worker of the search, and its index is a script.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256
from html import escape
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import urlsplit

from generator.downloads import zip_file
from generator.engine.files import walk
from generator.engine.memo import Memo, digest
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.pages.page import NOT_FOUND, OFFLINE_PAGE, SOCIAL, offline_zip
from generator.site import search_index
from generator.site.assets import Files
from generator.site.scripts import bundle_modules, modules

INDEX = "search/search_index.js"
SCRIPTS = "/scripts"
SHIM = "iframe-worker"
"""In templates/publish/vendor/ and in the edition: what stands in for a worker."""
AUTHOR = "Martin Donath"
"""Who wrote that."""
LINK = re.compile(r'((?:<a\b[^>]*? href="|<meta http-equiv="refresh" content="0; url=))([^"#]*)')
MODULE = re.compile(r'<script\b(?=[^>]* type="module")[^>]* src="([^"]*)"[^>]*>')
BUNDLE = re.compile(r'<script src="[^"]*/?assets/javascripts/')
ONLINE = re.compile(
    # What only a server can give, and what loads faster from there.
    r'<link rel="(?:alternate feed|preload|apple-touch-icon)"[^>]*>'
    r"|<(p|li)\b[^>]* data-online\b[^>]*>.*?</\1>",
    re.DOTALL,
)
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
WORKER = re.compile(r'"search": "([^"]*)"')
ENCODING = '<meta charset="utf-8">'
POLICY = (
    "default-src 'none'; script-src file:{hashes}; style-src file:; img-src file: data:; font-src file:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: files of this disk, and nothing of any network. There “self” means nothing."""


def make(site: Path, guide: Guide, templates: Path, strings: Strings) -> None:
    """Put the offline edition of `site` beside the page that offers it, if the guide has that page.

    Raises `ContentError` for a script that cannot be joined.
    """
    if not guide.site.offline:
        return
    edition = offline_zip(guide.site.name)
    said = strings.read_me
    about = (
        said.open(file="index.html"),
        "",
        said.answers,
        said.program(folder=SHIM, author=AUTHOR),
    )
    text = zip_file.read_me(said.offline, about, guide, strings)
    folder = site / OFFLINE_PAGE
    folder.mkdir(exist_ok=True)
    with (folder / f"{edition}.zip").open("wb") as archive:
        files = _files(site, guide, templates)
        zip_file.write(archive, edition, text, files, guide.outline.updated)


def _files(site: Path, guide: Guide, templates: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what is in the edition, by path, sorted; one after another, since it is as large as the site."""
    pdfs = (name for name in walk(site) if name.endswith(".pdf"))
    read = (name for name in made_of(site) if not (name.endswith(".js") and f"{SCRIPTS}/" in name))
    copied = frozenset(name for name in (*read, *pdfs) if not name.startswith(OFFLINE_PAGE))
    shim = {
        f"{SHIM}/{name}": (templates / "publish/vendor" / SHIM / name).read_bytes()
        for name in ("shim.js", "LICENSE.txt")
    }
    made = {**shim, INDEX: _index(site)}
    pages = [name for name in copied if name.endswith(".html")]
    made |= _scripts(pages, site, guide, templates)
    names = copied | made.keys()
    frame = _Frame(shim[f"{SHIM}/shim.js"].decode())
    around = digest(shim[f"{SHIM}/shim.js"], guide.site.url, *sorted(names))
    for name in sorted(names):
        if name.endswith(".html"):
            text = (site / name).read_text(encoding="utf-8")
            key = (name, digest(text), around)
            page = _pages.get_or_compute(key, lambda: _page(name, text, names, guide.site.url, frame))  # noqa: B023
            yield name, page.encode()
        else:
            yield name, made[name] if name in made else (site / name).read_bytes()


_pages: Memo[str] = Memo(large=True)
"""Pages of the edition, by their names, what they were on the site and which files there are."""


def _scripts(pages: Iterable[str], site: Path, guide: Guide, templates: Path) -> Files:
    """Return the scripts that `pages` ask for, each joined with what it imports."""
    ours = {
        path.name: path.read_text(encoding="utf-8")
        for path in (templates / "site/assets/scripts").glob("*.js")
    }
    ours |= modules(templates, guide.site.language)
    asked = {
        normpath(f"/{dirname(page)}/{source}").lstrip("/")
        for page in pages
        for source in MODULE.findall((site / page).read_text(encoding="utf-8"))
    }
    found: Files = {}
    for name in sorted(asked):
        folder, _, script = name.rpartition("/")
        if folder.endswith(SCRIPTS):
            found[name] = bundle_modules(script, ours, _home(guide, folder)).encode()
        else:
            found[name] = b"(() => {\n" + (site / name).read_bytes() + b"\n})();\n"
    return found


def _home(guide: Guide, folder: str) -> str:
    """Return an address to keep answers under, since that of a stick changes with the machine.

    The name of the site is in it: some browsers have one store for all pages that lie on a disk.
    """
    address = urlsplit(guide.site.url)
    return f"file:///{address.netloc.replace(':', '-')}{address.path}{folder}/"


def _index(site: Path) -> bytes:
    """Return the index of the search as a script, with the addresses of files."""
    index = json.loads((site / search_index.FILE).read_text(encoding="utf-8"))
    index["docs"] = [entry for entry in index["docs"] if not entry["location"].startswith(OFFLINE_PAGE)]
    for entry in index["docs"]:
        page, mark, anchor = entry["location"].partition("#")
        entry["location"] = f"{page}index.html{mark}{anchor}"
    return f"var __index = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _page(name: str, text: str, files: Collection[str], url: str, frame: _Frame) -> str:
    """Return the page `name` as it can be opened from a disk."""
    here = dirname(name)
    up = "../" * name.count("/")

    def led(match: re.Match[str]) -> str:
        before, target = match.groups()
        return before + escape(_target(target, here, files, url))

    text = LINK.sub(led, ONLINE.sub("", text))
    text = MODULE.sub(r'<script defer src="\1">', text)
    text = BUNDLE.sub(lambda match: f'<script src="{up}{SHIM}/shim.js"></script>{match[0]}', text, count=1)
    scripts = [*INLINE.findall(text), *(frame.script(worker) for worker in WORKER.findall(text))]
    hashes = "".join(f" 'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in scripts)
    policy = f'<meta http-equiv="content-security-policy" content="{POLICY.format(hashes=hashes)}">'
    return text.replace(ENCODING, ENCODING + policy, 1)


def _target(target: str, here: str, files: Collection[str], url: str) -> str:
    """Return where a link leads: to a file of the edition, or where it has no such file, to the site."""
    address = urlsplit(target)
    if address.scheme or address.netloc or not target:
        return target
    path = normpath(f"/{here}/{address.path}").lstrip("/")
    if path in files:
        return target
    page = f"{path}/index.html".lstrip("/")
    if page in files:
        query = f"?{address.query}" if address.query else ""
        return f"{address.path.rstrip('/')}/index.html{query}"
    return url + path + ("/" if address.path.endswith("/") else "")


class _Frame:
    """The script that the shim writes into a frame, which a policy has to name by its hash."""

    def __init__(self, shim: str) -> None:
        start, parts = shim.index("function c("), shim.index("function d(")
        self._post, self._import = shim[start:parts], shim[parts : shim.index("var o=class")]
        self._text = shim.split("<html><body><script>")[1].split(r"<\/script>")[0]

    def script(self, worker: str) -> str:
        """Return it as it will stand in a page whose worker is at `worker`."""
        return self._text.replace("${c}", self._post).replace("${d}", self._import).replace("${e}", worker)


READ = (".css", ".html", ".ico", ".js", ".png", ".svg", ".webp", ".woff2")
"""What pages are made of."""


def made_of(site: Path) -> Iterator[str]:
    """Yield the files of `site` that its pages are made of, as paths on it, sorted.

    Left out are the page that only servers show, and the pictures that other sites show of pages.
    """
    for name in walk(site):
        left_out = name in (NOT_FOUND, "sw.js") or name.startswith(SOCIAL)
        if name.endswith(READ) and not left_out:
            yield name
