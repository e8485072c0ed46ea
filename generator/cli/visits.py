"""`advice visits`: counts what readers opened, from a server's log, and prints nothing about any reader.

What's counted: requests that a server answered with a page or file of the guide, new (200) or unchanged
(304). Of addresses that aren't the guide's, only those are printed that could be a page and that several
requests asked for, because people and programs put all kinds of things into addresses.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

import click

from generator.check.check import check
from generator.cli import terminal
from generator.cli.output import output
from generator.cli.report import amount
from generator.downloads.sheets import offered
from generator.engine.access_log import Request, UnreadableLine, lines, parse
from generator.engine.build_result import Progress
from generator.languages import LanguageSite, language_sites
from generator.load.loader import load
from generator.load.translation import with_translations
from generator.model.foreign import plain
from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.page import EMBED, NOT_FOUND, offline_edition
from generator.pages.pages import guide_pages
from generator.pages.redirects import redirect_pages
from generator.pages.templates import environment
from generator.problems import Refusal
from generator.project import Project

Form = Literal["human", "json", "csv"]
Period = Literal["month", "day"]
LENGTHS: Mapping[Period, int] = {"month": 7, "day": 10}
"""Characters of a date in ISO 8601 that name its period."""
SEEN, GONE = (200, 304), (404, 410)
"""The statuses of what readers see, also of what their browser still has, and of what they don't find."""
FEWEST = 3
"""Requests for an address that doesn't exist from which on it's printed."""
MOST_DIGITS = 4
"""Digits in a part of such an address; more could be someone's number or an IP address."""
_PART = "[a-z0-9]+(?:-[a-z0-9]+)*"
POSSIBLE = re.compile(rf"(?=.{{1,100}}$)(?:{_PART}/)*(?:{_PART}(?:\.(?:html|json|pdf|txt|xml|zip))?)?")
"""Addresses that a guide can have: no names of people, tokens, or files that attackers look for."""
BOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|https?:|curl/|wget/|python|java/|go-http|headless|lighthouse|preview|monitor",
    re.IGNORECASE,
)
"""What programs call themselves that aren't a reader's browser; a Cubot is a phone."""
EVERY = 100_000
"""Lines after which progress is shown again."""
FORMATS = (
    "The Common and the Combined Log Format of Apache and nginx can be read, with or without addresses, "
    "and the JSON of Caddy."
)


@click.command("visits")
@click.argument(
    "logs",
    nargs=-1,
    required=True,
    metavar="LOG...",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@terminal.project_option
@terminal.url_option
@click.option(
    "-b",
    "--by",
    type=click.Choice(get_args(Period)),
    default="month",
    help="Add up all views by month or by day.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(get_args(Form)), default="human", help="Output format."
)
def command(logs: tuple[Path, ...], folder: Path, url: str, by: Period, form: Form) -> None:
    """Count views of pages, downloads of sheets, and dead links, without readers' addresses.

    LOG is an access log of nginx, Apache or Caddy, which can end in .gz; “-” reads standard input. Nothing
    about a reader is printed or kept: no address, browser, or site they came from. Requests from programs
    that say they’re bots aren’t counted.
    """
    with terminal.reporting_errors():
        with terminal.showing_progress() as progress:
            progress("Reading content")
            project = Project.at(folder, url)
            draft = with_translations(load(project), project)
            sites = language_sites(check(draft), draft.published, project.templates)
            visits = Visits(Offers.of(sites, project), by)
            for log in logs:
                _count(log, visits, progress)
        if visits.unreadable and not visits.requests:
            raise Refusal(f"No request was found: {visits.first_unreadable} can’t be read. {FORMATS}")
    if visits.requests and not visits.below:
        output().print(
            f"No request is for anything below {visits.offers.base}. If the guide is published at another "
            "path, give its address with --url.",
            err=True,
        )
    click.echo({"human": _for_people, "json": _as_json, "csv": _as_csv}[form](visits))


@dataclass(frozen=True, slots=True)
class File:
    """A file for download."""

    title: str
    """That of the page that offers it."""
    edition: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What a guide offers, in all its languages."""

    base: str
    """The path of its home page, with a slash at the end. All other addresses are below it."""
    pages: Mapping[str, str]
    """The titles of pages by address; those that other sites show in a frame are apart, at their own."""
    files: Mapping[str, File]
    """By address."""
    moved: frozenset[str]
    """Addresses that lead to a page's new one."""

    @classmethod
    def of(cls, sites: Sequence[LanguageSite], project: Project) -> Offers:
        """Return what `sites` offer, the first at the top; no page is rendered and nothing is typeset."""
        pages, files, moved = dict[str, str](), dict[str, File](), set[str]()
        for site in sites:
            guide, top = site.guide, site.folder
            jinja = environment(project.templates, site.strings, CompiledTemplates(project.build))
            for page in guide_pages(guide, {}, jinja):
                if page.address != NOT_FOUND:
                    pages[top + page.address] = plain(page.title)
                if page.render_embedded:
                    pages[f"{top}{EMBED}{page.address}"] = plain(page.title)
            for address, title, download in offered(guide):
                files[top + address] = File(plain(title), download.edition, download.paper or "")
            if edition := offline_edition(guide):
                files[top + edition] = File(plain(guide.site.name), "offline")
            moved.update(top + path.removesuffix("index.html") for path in redirect_pages(guide, jinja))
        base = urlsplit(sites[0].guide.site.url).path.rstrip("/") + "/"
        return cls(base, pages, files, frozenset(moved))

    def has(self, address: str) -> bool:
        """Return whether there's a page or a file at `address` now."""
        return address in self.pages or address in self.files or address in self.moved


@dataclass(slots=True)
class Visits:
    """Counts of requests. None is kept, and nothing about who sent it."""

    offers: Offers
    by: Period
    pages: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    periods: Counter[str] = field(default_factory=Counter)
    """Views of all pages, by month or day; single pages aren't counted by day."""
    days: set[date] = field(default_factory=set)
    requests: int = 0
    below: int = 0
    """Requests for something of the guide, or below its home page."""
    bots: int = 0
    unreadable: int = 0
    first_unreadable: str = ""
    """The log and the number of the first line that couldn't be read."""
    _missing: Counter[str] = field(default_factory=Counter)

    def add(self, request: Request) -> None:
        """Count `request`."""
        self.requests += 1
        if request.method != "GET" or not request.path.startswith(self.offers.base):
            return
        self.below += 1
        if _is_bot(request.agent):
            self.bots += 1
            return
        self.days.add(request.day)
        address = re.sub(r"(^|/)index\.html$", r"\1", request.path.removeprefix(self.offers.base))
        if request.status in GONE:
            self._missing[address if _is_possible(address) else ""] += 1
        elif request.status in SEEN and address in self.offers.pages:
            self.pages[address] += 1
            self.periods[request.day.isoformat()[: LENGTHS[self.by]]] += 1
        elif request.status in SEEN and address in self.offers.files:
            self.files[address] += 1

    def unread(self, place: str) -> None:
        """Count a line that couldn't be read, at this place."""
        self.unreadable += 1
        self.first_unreadable = self.first_unreadable or place

    def missing(self) -> Counter[str]:
        """Return how often something wasn't found, by address, for addresses that can be shown."""
        return Counter(
            {address: count for address, count in self._missing.items() if address and count >= FEWEST}
        )

    def other_missing(self) -> int:
        """Return how often something wasn't found at any other address."""
        return self._missing.total() - self.missing().total()


@lru_cache(1_000)
def _is_bot(agent: str) -> bool:
    """Return whether a program says that it isn't a browser; remembered, since most lines name a few."""
    return BOT.search(agent) is not None


def _is_possible(address: str) -> bool:
    """Return whether a guide could have a page or file at `address`."""
    few_digits = all(sum(map(str.isdigit, part)) <= MOST_DIGITS for part in address.split("/"))
    return few_digits and POSSIBLE.fullmatch(address) is not None


def _count(log: Path, visits: Visits, progress: Progress) -> None:
    """Add the requests in `log`, however long it is."""
    from_input = str(log) == "-"
    number, name = 0, "standard input" if from_input else log.name
    with nullcontext(sys.stdin.buffer) if from_input else log.open("rb") as file:
        progress(f"Reading {name}")
        try:
            for number, line in enumerate(lines(cast("io.BufferedReader", file)), start=1):
                if number % EVERY == 0:
                    progress(f"Reading {name}: {number:,} lines")
                try:
                    request = parse(line)
                except UnreadableLine:
                    visits.unread(f"line {number} of {name}")
                else:
                    if request:
                        visits.add(request)
        except EOFError:
            output().print(f"{name} is damaged after line {number}. What comes before was counted.", err=True)


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return addresses and counts, the highest first, and those with the same count by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _for_people(visits: Visits) -> str:
    return "\n\n".join("\n".join(part) for part in _parts(visits) if part)


def _parts(visits: Visits) -> Iterator[list[str]]:
    """Yield the parts of the text, as lines."""
    offers = visits.offers
    if not visits.days:
        yield ["No requests by readers."]
    else:
        first, last = min(visits.days), max(visits.days)
        views, downloads = visits.pages.total(), visits.files.total()
        yield [f"From {first} to {last}. Views of pages: {views:,}. Downloads: {downloads:,}."]
    editions, papers = Counter[str](), Counter[str]()
    for address, count in visits.files.items():
        editions[offers.files[address].edition] += count
        papers[offers.files[address].paper] += count
    del papers[""]
    yield _table("Pages", ((n, f"{offers.base}{at}  {offers.pages[at]}") for at, n in _ranked(visits.pages)))
    yield _table("Downloads", ((n, f"{offers.base}{at}") for at, n in _ranked(visits.files)))
    yield _table("Downloads by edition", ((n, name) for name, n in _ranked(editions)))
    yield _table("Downloads by paper", ((n, name) for name, n in _ranked(papers)))
    yield _table(f"Views of pages by {visits.by}", ((n, name) for name, n in sorted(visits.periods.items())))
    yield _table(
        "Dead links", ((n, f"{offers.base}{at}{_now(at, offers)}") for at, n in _ranked(visits.missing()))
    )
    yield [*_left_out(visits)]


def _now(address: str, offers: Offers) -> str:
    return "  (exists now)" if offers.has(address) else ""


def _table(title: str, rows: Iterable[tuple[int, str]]) -> list[str]:
    found = [(f"{count:,}", text) for count, text in rows]
    width = max((len(count) for count, _ in found), default=0)
    return [title, *(f"  {count:>{width}}  {text}" for count, text in found)] if found else []


def _left_out(visits: Visits) -> Iterator[str]:
    """Yield a line about each thing that isn't in the numbers."""
    if visits.bots:
        yield f"Not counted: {amount(visits.bots, 'request')} from programs that say they’re bots."
    if other := visits.other_missing():
        yield (
            f"Not listed: {amount(other, 'request')} for something missing, at addresses that a guide "
            f"wouldn’t have or that fewer than {FEWEST} requests asked for."
        )
    if visits.unreadable:
        yield f"Not read: {amount(visits.unreadable, 'line')}. The first is {visits.first_unreadable}."


def _as_json(visits: Visits) -> str:
    offers, data = visits.offers, dict[str, object]()
    data["format"] = "advice-visits/1"
    data["first"] = min(visits.days).isoformat() if visits.days else None
    data["last"] = max(visits.days).isoformat() if visits.days else None
    data["pages"] = [
        {"address": at, "title": offers.pages[at], "views": count} for at, count in _ranked(visits.pages)
    ]
    data["files"] = [
        {
            "address": at,
            "title": offers.files[at].title,
            "edition": offers.files[at].edition,
            "paper": offers.files[at].paper or None,
            "downloads": count,
        }
        for at, count in _ranked(visits.files)
    ]
    data["missing"] = [
        {"address": at, "requests": count, "exists_now": offers.has(at)}
        for at, count in _ranked(visits.missing())
    ]
    data["periods"] = [{visits.by: name, "views": count} for name, count in sorted(visits.periods.items())]
    data["not_counted"] = {
        "bots": visits.bots,
        "other_missing": visits.other_missing(),
        "unreadable_lines": visits.unreadable,
    }
    ascii_only = "utf" not in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    return json.dumps(data, ensure_ascii=ascii_only, indent=2)


def _as_csv(visits: Visits) -> str:
    text, offers = io.StringIO(), visits.offers
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["what", "name", "title", "edition", "paper", "count"])
    for at, count in _ranked(visits.pages):
        writer.writerow(["page", at, offers.pages[at], "", "", count])
    for at, count in _ranked(visits.files):
        file = offers.files[at]
        writer.writerow(["file", at, file.title, file.edition, file.paper, count])
    for at, count in _ranked(visits.missing()):
        writer.writerow(["missing", at, "", "", "", count])
    for name, count in sorted(visits.periods.items()):
        writer.writerow([visits.by, name, "", "", "", count])
    return text.getvalue().rstrip("\n")
