"""What speed.py has the engines do with one guide: build it in several ways, and serve it."""

from __future__ import annotations

import itertools
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import guides
import peer_projects
from measuring import Contender, Failed, nothing, run
from serving import Server

ROOT = Path(__file__).resolve().parent.parent
OURS = (sys.executable, "-m", "generator")
READY_MADE = ("sheets", "social", "fonts")
"""What stays in build/cache for a cold build, because the other engines get the same files ready-made."""
MOST_SERVED = 1000
"""Beyond this size, plain MkDocs takes half a minute to serve an edit; only this program is measured."""
TEXT = re.compile(r"(for)\s+(?:one\s+minute|\d+\s+minutes)(?=,)")
"""Occurs once in every principle: in the text for today, which other pages don't show."""
TITLE = re.compile(r"^(title: .*?)(?: \d+ minutes)?$", re.MULTILINE)
"""The title, which other pages show, too."""


@dataclass(frozen=True, slots=True)
class Site:
    """One guide, and copies of its staged pages for the other engines."""

    folder: Path
    """Holds a folder for each engine."""
    count: int

    @property
    def guide(self) -> Path:
        return self.folder / "guide"

    @property
    def page(self) -> str:
        """The address of the page that is edited, the middle one of the principles."""
        return f"principles/{guides.topic(self.count // 2).id}/"

    def first(self, reuse: bool) -> Contender:
        """Return the very first build of a new guide, or with `reuse`, of an existing one."""
        cache = self.guide / "build/cache"

        def before() -> None:
            if not reuse:
                shutil.rmtree(self.folder, ignore_errors=True)
            _empty(self.guide, keep=cache.parent)
            guides.write(self.guide, self.count)

        return self._ours("first", before)

    def copies(self, peers: bool, report: Callable[[str], None]) -> dict[str, list[str]]:
        """Stage the pages for each other engine; return the commands of those that are available.

        Reports why one isn't. Without `peers`, there's only MkDocs.
        """
        staging = self.folder / "staging"
        run(self._ours("staging", nothing, "--staging", str(staging)))
        commands = {"plain": [sys.executable, "-m", "mkdocs", "build", "--quiet"]}
        if peers:
            commands["zensical"] = [sys.executable, "-m", "zensical", "build"]
        for name in ("plain", "zensical", "hugo", "eleventy"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in commands:
            shutil.copytree(staging, self.folder / name)
        projects = {"hugo": peer_projects.hugo, "eleventy": peer_projects.eleventy} if peers else {}
        for name, made in projects.items():
            try:
                commands[name] = made(staging, self.folder / name)
            except peer_projects.Unavailable as reason:
                report(f"{name.capitalize()} is left out: {reason}.")
        return commands

    def contenders(self, commands: dict[str, list[str]]) -> list[Contender]:
        """Return all builds to measure side by side, in the order of a round."""
        edits = itertools.count(100)
        ours = (self.source, self.built("ours"), edits)
        made = [self._other("plain", commands["plain"], "site")]
        made.append(self._ours("cold", lambda: forget(self.guide)))
        made.append(self._ours("unchanged", nothing))
        made.append(self._edited(self._ours("edit", nothing), *ours))
        made.append(self._edited(self._ours("title", nothing), *ours, TITLE))
        if "zensical" in commands:
            zensical = self._other("zensical", commands["zensical"], "site", ".cache")
            again = Contender("zensical-edit", zensical.command, zensical.folder, optional=True)
            made += [zensical, self._edited(again, self.staged("zensical"), self.built("zensical"), edits)]
        made += [
            self._other(name, commands[name], "public") for name in ("hugo", "eleventy") if name in commands
        ]
        return made

    def servers(self, commands: dict[str, list[str]]) -> list[Server]:
        """Return the available programs that can serve this guide while someone edits it."""
        python = sys.executable
        ours = (*OURS, "serve", "--project", str(self.guide), "--port", "{port}")
        made = [Server("ours", ours, ROOT, self.page, self._save(self.source), b"checked.")]
        if self.count > MOST_SERVED:
            return made
        address = ("--dev-addr", "127.0.0.1:{port}")
        plain = (python, "-m", "mkdocs", "serve", "--quiet", "--livereload", *address)
        made.append(
            Server("plain", plain, self.folder / "plain", self.page, self._save(self.staged("plain")))
        )
        if "zensical" in commands:
            zensical = (python, "-m", "zensical", "serve", *address)
            save = self._save(self.staged("zensical"))
            made.append(Server("zensical", zensical, self.folder / "zensical", self.page, save))
        return made

    @property
    def source(self) -> Path:
        """The file that authors edit."""
        return self.guide / "content" / f"{self.page.rstrip('/')}.yml"

    def staged(self, engine: str) -> Path:
        """Return the file that is edited for another engine."""
        return self.folder / engine / "docs" / self.page / "index.md"

    def built(self, engine: str) -> Path:
        """Return the site that an engine made."""
        sites = {"ours": self.guide / "build/site", "plain": self.folder / "plain/site"}
        sites["zensical"] = self.folder / "zensical/site"
        return sites.get(engine, self.folder / engine / "public")

    def output(self, engine: str) -> dict[str, float]:
        """Return the number of pages, the megabytes of everything, and the kilobytes of one page."""
        files = [path for path in self.built(engine).rglob("*") if path.is_file()]
        return {
            "pages": sum(path.name == "index.html" for path in files),
            "megabytes": sum(path.stat().st_size for path in files) / 1e6,
            "page": (self.built(engine) / self.page / "index.html").stat().st_size / 1e3,
        }

    def _ours(self, name: str, before: Callable[[], None], *options: str) -> Contender:
        command = (*OURS, "build", "--project", str(self.guide), *options)
        return Contender(name, command, ROOT, before, lambda: self._complete("ours"))

    def _other(self, name: str, command: list[str], *emptied: str) -> Contender:
        folder = self.folder / name

        def before() -> None:
            for made in emptied:
                shutil.rmtree(folder / made, ignore_errors=True)

        return Contender(name, command, folder, before, lambda: self._complete(name), name != "plain")

    def _complete(self, engine: str) -> None:
        pages = sum(1 for _ in (self.built(engine) / "principles").glob("*/index.html"))
        if pages != self.count:
            raise Failed(f"{engine} made {pages} of {self.count} principles")

    def _edited(
        self,
        contender: Contender,
        file: Path,
        site: Path,
        edits: itertools.count[int],
        what: re.Pattern[str] = TEXT,
    ) -> Contender:
        expected = ""

        def before() -> None:
            nonlocal expected
            expected = edit(file, next(edits), what)

        def after() -> None:
            if expected not in (site / self.page / "index.html").read_text("utf-8"):
                raise Failed(f"{contender.name}: the page does not contain “{expected}”")

        return replace(contender, before=before, after=after)

    def _save(self, file: Path) -> Callable[[int], str]:
        return lambda number: edit(file, 1000 + number)


def edit(file: Path, number: int, what: re.Pattern[str] = TEXT) -> str:
    """Change `what` in the principle in `file`; return the words to expect on the page."""
    words = f"{number} minutes"
    text, changed = what.subn(rf"\1 {words}", file.read_text("utf-8"))
    if changed != 1:
        raise Failed(f"{file} has {changed} places to edit, not one")
    file.write_text(text, "utf-8", newline="\n")
    return words


def forget(guide: Path) -> None:
    """Remove everything of earlier builds that the other engines don't get ready-made."""
    cache = guide / "build/cache"
    _empty(guide / "build", keep=cache)
    kept = {path for pattern in READY_MADE for path in cache.glob(pattern)}
    for path in set(cache.iterdir()) - kept:
        _remove(path)


def _empty(folder: Path, keep: Path) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path != keep:
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
