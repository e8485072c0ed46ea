"""Makes the offline edition: a ZIP of the site whose pages open from a disk or a USB stick without a server.

From a disk, browsers open files but no folders, load no modules, start no workers, and scripts can't fetch
anything. So links name files, modules are bundled, a frame replaces the worker of the search, and the index
of the search is a script.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator
from html import escape
from posixpath import basename, dirname, normpath
from urllib.parse import urlsplit

from generator.downloads import archive as archives
from generator.downloads.archive import Archive, Patch
from generator.layers import Layers
from generator.load.strings import Strings, strings_of
from generator.model.guide import Guide
from generator.pages.page import EMBED, NOT_FOUND, OFFLINE_PAGE, SOCIAL
from generator.publish.html import script_hash
from generator.site.scripts import bundle_modules, modules

FORM = re.compile(r"-fillable(-[a-z]{2})?\.pdf$")
"""The end of the names of PDFs that pages fill in; a translation has the language there."""
PAGE_FILES = (".css", ".html", ".ico", ".js", ".png", ".svg", ".webp", ".woff2")
"""Types of files that pages consist of, besides those PDFs."""
INDEX = "search/search_index.js"
SCRIPTS = "/scripts"
SCRIPT = re.compile(r"(?:scripts/)?[^/]+\.js")
"""The path of a script of ours in templates/site/assets/."""
SHIM = "iframe-worker"
"""Folder of the worker's replacement, in templates/publish/vendor/ and in the edition."""
SHIM_AUTHOR = "Martin Donath"
PDF_FOLDER, PDF_AUTHOR = "assets", "Andrew Dillon"
"""Where pdf-lib is, next to its license (`generator.site.assets`), and who wrote it."""
LINK = re.compile(r'((?:<a\b[^>]*? href="|<meta http-equiv="refresh" content="0; url=))([^"#]*)')
MODULE = re.compile(r'<script\b(?=[^>]* type="module")[^>]* src="([^"]*)"[^>]*>')
BUNDLE = re.compile(r'<script src="[^"]*/theme/bundle\.js"')
ONLINE_ONLY = re.compile(
    # What needs a server, and what only speeds up loading from one.
    r'<link rel="(?:alternate feed|preload|apple-touch-icon)"[^>]*>'
    r"|<(p|li|a|nav)\b[^>]* data-online\b[^>]*>.*?</\1>",
    re.DOTALL,
)
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
WORKER = re.compile(r'"search":"([^"]*)"')
LOCATION = re.compile(rb'"location":"[^"#]*')
"""The address of a page in the index of the search; in a text, its quotes would have backslashes."""
ENCODING = '<meta charset="utf-8">'
POLICY = (
    "default-src 'none'; script-src file:{hashes}; style-src file:; img-src file: data:; font-src file:; "
    "base-uri 'none'; form-action 'none'"
)
"""A page can load files from this disk and nothing from a network. “self” has no meaning on a disk."""


def is_page_file(name: str) -> bool:
    """Return whether pages consist of files like `name`, a path on the site.

    Not the “not found” page, which only servers show, nor what only other sites show: pictures for shared
    links, and pages in frames.
    """
    others = name in (NOT_FOUND, "sw.js") or name.startswith((SOCIAL, EMBED))
    return (name.endswith(PAGE_FILES) or bool(FORM.search(name))) and not others


def read_me(guide: Guide, strings: Strings) -> bytes:
    """Return the read-me.txt of the edition."""
    said = strings.read_me
    authors = {SHIM: SHIM_AUTHOR, PDF_FOLDER: PDF_AUTHOR}
    programs = (said.program(folder=folder, author=author) for folder, author in authors.items())
    about = (said.open(file="index.html"), "", said.answers, *programs)
    return archives.read_me(said.offline, about, guide, strings)


class OfflineCopy:
    """Writes the offline edition of a site while the site is being made."""

    def __init__(
        self,
        archive: Archive | Patch,
        names: Iterable[str],
        guide: Guide,
        templates: Layers,
    ) -> None:
        """Prepare for a site with files called `names`, with pages."""
        self._archive, self._guide, self._templates = archive, guide, templates
        vendored = templates.files(f"publish/vendor/{SHIM}")
        self._made = {f"{SHIM}/{name}": vendored[name].read_bytes() for name in ("shim.js", "LICENSE.txt")}
        self._shim = self._made[f"{SHIM}/shim.js"].decode()
        self._copied = frozenset(filter(self._is_copied, names))
        self._names = self._copied | self._made.keys() | {INDEX}
        self._targets: dict[tuple[str, str], str] = {}
        self._modules: set[str] = set()
        """Paths of the scripts that pages load as modules."""

    @staticmethod
    def _is_copied(name: str) -> bool:
        if name.startswith(OFFLINE_PAGE) or (name.endswith(".js") and f"{SCRIPTS}/" in name):
            return False
        return is_page_file(name) or name.endswith((".pdf", "/LICENSE.txt"))

    def has(self, name: str) -> bool:
        """Return whether the edition has the file `name` of the site. Scripts that pages load are bundled."""
        return name in self._copied and name not in self._modules

    def bundle(self, modules: Collection[str]) -> None:
        """Bundle the scripts `modules`, since the edition has a page that loads them."""
        self._modules.update(modules)

    def add(self, name: str, data: bytes) -> None:
        """Add a file that the edition has. Pages have to be rewritten."""
        self._archive.add(name, data)
        if FORM.search(name):
            self._archive.add(f"{name}.js", form_script(name, data))

    def frame(self, name: str, html: str, *others: str) -> str:
        """Return the page `name`, or what surrounds its content, rewritten so that it opens from a disk.

        `others` are more names of files it can lead to.
        """
        folder, to_root = dirname(name), "../" * name.count("/")
        html = self.content(folder, html, self._names.union(others))
        html = MODULE.sub(r'<script defer src="\1">', html)
        shim_first = rf'<script src="{to_root}{SHIM}/shim.js"></script>\g<0>'
        html = BUNDLE.sub(shim_first, html, count=1)
        scripts = [
            *INLINE_SCRIPT.findall(html),
            *(_frame_script(self._shim, path) for path in WORKER.findall(html)),
        ]
        policy = POLICY.format(hashes="".join(f" '{script_hash(script)}'" for script in scripts))
        element = f'<meta http-equiv="content-security-policy" content="{policy}">'
        return html.replace(ENCODING, ENCODING + element, 1)

    def content(self, folder: str, html: str, names: Collection[str] = ()) -> str:
        """Return the content of a page in `folder`, with links to files.

        `names` are the files it can lead to, if they aren't just those of the edition.
        """

        def link(match: re.Match[str]) -> str:
            before, target = match.groups()
            # Pages in the same folder have many links in common.
            key = (dirname(folder) if target.startswith("../") else folder, target)
            if key not in self._targets:
                self._targets[key] = escape(
                    _target(target, folder, names or self._names, self._guide.site.public_url)
                )
            return before + self._targets[key]

        return LINK.sub(link, ONLINE_ONLY.sub("", html))

    def finish(self, index: bytes) -> None:
        """Add what the edition has besides the files of the site: the index of the search, and scripts.

        Raises `ContentError` for a script that can't be bundled.
        """
        made = {**self._made, INDEX: index, **dict(self._bundles())}
        for name, data in sorted(made.items()):
            self._archive.add(name, data)

    def _bundles(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each script that pages load, and the script bundled with what it imports."""
        files, site_url = self._templates.files("site/assets"), urlsplit(self._guide.site.url)
        paths = [path for name, path in files.items() if SCRIPT.fullmatch(name)]
        ours = {path.name: path.read_text(encoding="utf-8") for path in paths}
        ours |= modules(strings_of(self._guide, self._templates), self._guide.depth)
        for name in self._modules:
            place, _, script = name.rpartition("/")
            # Where scripts save answers, because the path of a USB stick changes. In some browsers, all
            # pages on a disk share one store, so this includes the site's address.
            store = (
                f"{site_url.netloc.replace(':', '-')}{site_url.path}{place.removesuffix(SCRIPTS)}{SCRIPTS}"
            )
            yield name, bundle_modules(script, ours, f"file:///{store}/").encode()


def modules_of(name: str, html: str) -> frozenset[str]:
    """Return the paths of the scripts that the page `name` loads as modules."""
    return frozenset(normpath(f"/{dirname(name)}/{src}").lstrip("/") for src in MODULE.findall(html))


def moved_entries(entries: bytes) -> bytes:
    """Return `entries` of the search, as JSON, with addresses of files."""
    return LOCATION.sub(rb"\g<0>index.html", entries)


def index_script(index: Iterable[bytes]) -> bytes:
    """Return an index of the search, which is in parts, as a script."""
    return b"".join((b"var __index = ", *index, b";\n"))


def form_script(name: str, data: bytes) -> bytes:
    """Return the PDF `name` as a script, which scripts/pdf.js can load from a disk."""
    return f'(self.blankForms??={{}})[{json.dumps(basename(name))}]="{b64encode(data).decode()}";\n'.encode()


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
