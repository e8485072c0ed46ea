"""`advice visits` counts what readers opened, and says nothing about any of them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from generator.cli.visits import BOT
from tests.support.loops import every
from tests.support.pseudo_language import accented, translate
from tests.support.terminal import advice

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
CUBOT = (
    "Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 50) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide, at /guide/, which no test changes."""
    return copy_small_guide(tmp_path_factory.mktemp("visits") / "guide")


def line(
    path: str, status: int = 200, day: str = "28/Nov/2026", agent: str = FIREFOX, method: str = "GET"
) -> str:
    who = f'203.0.113.7 - jo [{day}:10:00:00 +0000] "{method} {path} HTTP/1.1"'
    return f'{who} {status} 512 "https://mail.example/inbox/jo?id=7" "{agent}"\n'


def counted(guide: Path, tmp_path: Path, *log: str, options: tuple[str, ...] = ()) -> dict[str, object]:
    """Return what a log of these lines gives, as JSON."""
    (tmp_path / "access.log").write_text("".join(log), "utf-8")
    done = advice("visits", tmp_path / "access.log", "-f", "json", *options, folder=guide)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def rows(found: dict[str, object], name: str) -> list[dict[str, object]]:
    """Return one of the lists in what `counted` returns."""
    return cast(list[dict[str, object]], found[name])


def test_pages_files_and_dead_links_are_counted(guide: Path, tmp_path: Path) -> None:
    sheet = "/guide/worksheets/one-talk/one-talk-{}.pdf"
    log = [
        *[line("/guide/")] * 3,
        line("/guide/index.html"),
        line("/guide/principles/ask-first/?from=mail", 304, "02/Oct/2026"),
        line("/guide/principles/ask-first/", 200, "03/Oct/2026", CUBOT),
        *[line(sheet.format("a4-fillable"))] * 2,
        line(sheet.format("a4-large-print")),
        line("/guide/offline/giving-feedback-offline.zip"),
        *[line("/guide/old-page", 404)] * 3,
        *[line("/guide/start/", 410)] * 4,
        # None of these is a view.
        line("/guide/principles/ask-first", 301),
        line("/guide/", method="HEAD"),
        line("/guide/", 500),
        line("/guide/404.html"),
        line("/guide/assets/x/guide.css"),
        line("/"),
        line("/elsewhere/", 404),
    ]
    found = counted(guide, tmp_path, *log)
    assert (found["first"], found["last"]) == ("2026-10-02", "2026-11-28")
    assert found["pages"] == [
        {"address": "", "title": "Say it while it helps", "views": 4},
        {"address": "principles/ask-first/", "title": "Ask before you tell", "views": 2},
    ]
    folder, talk = "worksheets/one-talk/one-talk-", {"title": "One talk"}
    assert found["files"] == [
        {"address": f"{folder}a4-fillable.pdf", **talk, "edition": "fillable", "paper": "a4", "downloads": 2},
        {
            "address": "offline/giving-feedback-offline.zip",
            "title": "Giving Feedback",
            "edition": "offline",
            "paper": None,
            "downloads": 1,
        },
        {
            "address": f"{folder}a4-large-print.pdf",
            **talk,
            "edition": "large-print",
            "paper": "a4",
            "downloads": 1,
        },
    ]
    assert found["missing"] == [
        {"address": "start/", "requests": 4, "exists_now": True},
        {"address": "old-page", "requests": 3, "exists_now": False},
    ]
    assert found["periods"] == [{"month": "2026-10", "views": 2}, {"month": "2026-11", "views": 4}]
    by_day = counted(guide, tmp_path, *log, options=("--by", "day"))["periods"]
    assert by_day == [
        {"day": f"2026-{day}", "views": n} for day, n in (("10-02", 1), ("10-03", 1), ("11-28", 4))
    ]
    assert found["not_counted"] == {"bots": 0, "other_missing": 0, "unreadable_lines": 0}


def test_former_addresses_of_a_renamed_kind_are_not_dead(
    tmp_path: Path, copy_small_guide: Callable[[Path], Path]
) -> None:
    folder = copy_small_guide(tmp_path / "guide")
    with (folder / "content/guide.yml").open("a", encoding="utf-8") as outline:
        outline.write("kinds: {principle: {one: right, many: rights, address: rights, was: [claims]}}\n")
    former = ["claims/", "claims/ask-first/", "principles/", "principles/ask-first/"]
    log = [line(f"/guide/{address}", 404) for address in (*former, "claims/none/") for _ in range(3)]
    found = counted(folder, tmp_path, line("/guide/rights/ask-first/"), *log)
    assert found["pages"] == [{"address": "rights/ask-first/", "title": "Ask before you tell", "views": 1}]
    assert found["missing"] == [
        {"address": address, "requests": 3, "exists_now": address in former}
        for address in sorted((*former, "claims/none/"))
    ]


def test_what_readers_open_in_another_language_is_counted(
    tmp_path: Path, copy_small_guide: Callable[[Path], Path]
) -> None:
    folder = copy_small_guide(tmp_path / "guide")
    translate(folder, "es")
    sheet, other = (f"worksheets/one-talk/one-talk-a4-print{end}.pdf" for end in ("", "-es"))
    paths = ("es/", "es/principles/ask-first/", f"es/{other}", sheet)
    found = counted(folder, tmp_path, *(line(f"/guide/{path}") for path in (*paths, "fr/")))
    assert [(one["address"], one["title"]) for one in rows(found, "pages")] == [
        ("es/", accented("Say it while it helps")),
        ("es/principles/ask-first/", accented("Ask before you tell")),
    ]
    assert [(one["address"], one["title"]) for one in rows(found, "files")] == [
        (f"es/{other}", accented("One talk")),
        (sheet, "One talk"),
    ]


def test_views_in_frames_of_other_sites_are_counted_apart(
    tmp_path: Path, copy_small_guide: Callable[[Path], Path]
) -> None:
    folder = copy_small_guide(tmp_path / "guide")
    page, framed = "worksheets/one-talk/", "embed/worksheets/one-talk/"
    log = [line(f"/guide/{page}"), *[line(f"/guide/{framed}")] * 2, *[line(f"/guide/{framed}", 404)] * 3]
    title = {"title": "One talk"}
    found = counted(folder, tmp_path, *log)
    assert found["pages"] == [{"address": page, **title, "views": 1}]
    assert found["missing"] == [{"address": framed, "requests": 3, "exists_now": False}]
    with (folder / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("embed: {allowed: [https://courses.example]}\n")
    found = counted(folder, tmp_path, *log, line("/guide/embed/principles/ask-first/"))
    assert found["pages"] == [
        {"address": framed, **title, "views": 2},
        {"address": page, **title, "views": 1},
    ]
    assert found["periods"] == [{"month": "2026-11", "views": 3}]
    assert found["missing"] == [{"address": framed, "requests": 3, "exists_now": True}]


def test_the_text_for_people_is_short_and_in_order(guide: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    sheet = "/guide/worksheets/one-talk/one-talk-a4-print.pdf"
    lines = [line("/guide/")] * 1200 + [line("/guide/start/"), line(sheet), "nonsense\n"]
    lines += [line("/guide/", agent="Googlebot/2.1 (+http://www.google.com/bot.html)")] * 2
    lines += [line("/guide/gone/", 404)] * 3 + [line("/guide/wp-login.php", 404)]
    log.write_text("".join(lines), "utf-8")
    done = advice("visits", log, folder=guide)
    assert (done.returncode, done.stderr) == (0, "Reading content…\nReading access.log…\n")
    assert done.stdout == (
        "From 2026-11-28 to 2026-11-28. Views of pages: 1,201. Downloads: 1.\n"
        "\n"
        "Pages\n"
        "  1,200  /guide/  Say it while it helps\n"
        "      1  /guide/start/  Find out where to begin\n"
        "\n"
        "Downloads\n"
        "  1  /guide/worksheets/one-talk/one-talk-a4-print.pdf\n"
        "\n"
        "Downloads by edition\n"
        "  1  print\n"
        "\n"
        "Downloads by paper\n"
        "  1  a4\n"
        "\n"
        "Views of pages by month\n"
        "  1,201  2026-11\n"
        "\n"
        "Dead links\n"
        "  3  /guide/gone/\n"
        "\n"
        "Not counted: 2 requests from programs that say they’re bots.\n"
        "Not listed: 1 request for something missing, at addresses that a guide wouldn’t have or that fewer "
        "than 3 requests asked for.\n"
        "Not read: 1 line. The first is line 1203 of access.log.\n"
    )
    assert advice("visits", "-q", log, folder=guide).stderr == ""


PERSONAL = [
    "/guide/jo@mail.example",
    "/guide/Jo-Smith/",
    "/guide/reset/8f14e45fceea167a5a36dedd4bea2543",
    "/guide/203-0-113-7",
    "/guide/203.0.113.7",
    "/guide/call/0612345678",
    "/guide/%6Ao",
    "/guide/jo%20smith",
    "/guide/~jo/",
    "/guide/.env",
    "/guide/a//b",
    "/guide/j\u00f6/",
    "/guide/" + "a" * 200,
    "/guide/wp-login.php",
]


@pytest.mark.parametrize("path", PERSONAL)
def test_an_address_that_could_be_about_someone_is_only_counted(
    path: str, guide: Path, tmp_path: Path
) -> None:
    found = counted(guide, tmp_path, *[line(path, 404)] * 50)
    assert found["missing"] == []
    assert found["not_counted"] == {"bots": 0, "other_missing": 50, "unreadable_lines": 0}


@pytest.mark.parametrize(("requests", "listed"), [(1, False), (2, False), (3, True)])
def test_what_few_asked_for_is_not_listed(requests: int, listed: bool, guide: Path, tmp_path: Path) -> None:
    found = counted(guide, tmp_path, *[line("/guide/for-jo/", 404)] * requests)
    assert bool(found["missing"]) is listed


@pytest.mark.parametrize("form", ["human", "json", "csv"])
def test_nothing_about_a_reader_is_ever_printed(form: str, guide: Path, tmp_path: Path) -> None:
    """Whatever a line looks like, and wherever an address is in it."""
    chance, log = random.Random(7), list[str]()
    addresses = [f"198.51.100.{chance.randrange(256)}" for _ in range(20)] + [
        "2001:db8::7",
        "2001:db8:0:0::a",
    ]
    paths = ["/guide/", "/guide/start/", "/guide/gone/{}", "/guide/?ip={}", "/guide/{}/", "{}"]
    for _ in range(3000):
        who = chance.choice(addresses)
        path = chance.choice(paths).format(who)
        agent = chance.choice([FIREFOX, f"Reader {who}", '\\"'])
        log.append(line(path, chance.choice([200, 304, 404]), agent=agent).replace("203.0.113.7", who))
        if not chance.randrange(20):
            log.append(chance.choice([f"{who} broke\n", '{"request": "' + who + "\n", f"[{who}\n"]))
        if not chance.randrange(20):
            request = {"remote_ip": who, "method": "GET", "uri": path, "headers": {"X": [who]}}
            log.append(json.dumps({"ts": 1795860000, "request": request, "status": 200}) + "\n")
    (tmp_path / "access.log").write_text("".join(log), "utf-8")
    done = advice("visits", "-v", tmp_path / "access.log", "-f", form, "--by", "day", folder=guide)
    assert done.returncode == 0
    printed = done.stdout + done.stderr
    assert "start/" in printed
    told = [
        word
        for word in every((*addresses, "mail.example", "jo?", "Firefox", "Reader", "ip="))
        if word in printed
    ]
    assert told == []


def test_no_page_is_counted_by_day(guide: Path, tmp_path: Path) -> None:
    """In a small group, that would say who read what."""
    (tmp_path / "access.log").write_text(line("/guide/start/", 200, "02/Oct/2026"), "utf-8")
    done = advice("visits", tmp_path / "access.log", "-f", "csv", "--by", "day", folder=guide)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["what"] for row in rows] == ["page", "day"]
    assert [row["name"] for row in rows] == ["start/", "2026-10-02"]
    assert rows[0]["count"] == rows[1]["count"] == "1"


def test_logs_are_added_up_compressed_or_from_a_pipe(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text(line("/guide/"), "utf-8")
    (tmp_path / "access.log.2.gz").write_bytes(gzip.compress(line("/guide/").encode() * 2))
    command = [sys.executable, "-m", "generator", "visits", "-q", "-f", "csv", "-"]
    done = subprocess.run(
        [*command, str(tmp_path / "access.log"), str(tmp_path / "access.log.2.gz")], cwd=guide,
        input=line("/guide/").encode() * 4, capture_output=True, check=True,
    )  # fmt: skip
    assert b"page,,Say it while it helps,,,7\n" in done.stdout
    assert done.stderr == b""


def test_a_damaged_log_is_counted_up_to_the_damage(guide: Path, tmp_path: Path) -> None:
    whole = gzip.compress("".join(line(f"/guide/?{number * 7919}") for number in range(5000)).encode())
    (tmp_path / "access.log.gz").write_bytes(whole[:-100])
    done = advice("visits", "-q", tmp_path / "access.log.gz", folder=guide)
    assert done.returncode == 0
    found = re.fullmatch(
        r"access\.log\.gz is damaged after line (\d+)\. What comes before was counted\.\n", done.stderr
    )
    assert found
    assert f"  {int(found[1]):,}  /guide/  Say it while it helps\n" in done.stdout


def test_what_is_no_log_is_refused_with_the_formats(guide: Path) -> None:
    done = advice("visits", "-q", "site_config.yml", folder=guide)
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 1 of site_config.yml can’t be read" in done.stderr
    assert "Combined Log Format" in done.stderr


@pytest.mark.parametrize("name", ["missing.log", "content"])
def test_a_log_that_is_not_a_file_is_refused(name: str, guide: Path) -> None:
    done = advice("visits", name, folder=guide)
    assert done.returncode == 2
    assert name in done.stderr


def test_a_log_of_another_path_says_how_to_name_it(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "access.log").write_text(line("/start/") * 2, "utf-8")
    done = advice("visits", "-q", tmp_path / "access.log", folder=guide)
    assert (done.returncode, done.stdout) == (0, "No requests by readers.\n")
    assert "No request is for anything below /guide/" in done.stderr
    done = advice("visits", "-q", tmp_path / "access.log", "--url", "https://example.edu/", folder=guide)
    assert "  2  /start/  Find out where to begin\n" in done.stdout


@pytest.mark.parametrize(
    ("agent", "bot"),
    [
        (FIREFOX, False),
        (CUBOT, False),
        ("", False),
        ("-", False),
        ("Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", True),
        ("Mozilla/5.0 (compatible; YandexBot/3.0)", True),
        ("facebookexternalhit/1.1 (+https://www.facebook.com/externalhit_uatext.php)", True),
        ("curl/8.5.0", True),
        ("python-requests/2.32", True),
        ("Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36", True),
        ("Baiduspider+", True),
    ],
)
def test_programs_that_say_they_are_bots_are_left_out(agent: str, bot: bool) -> None:
    assert bool(BOT.search(agent)) is bot
