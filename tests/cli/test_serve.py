"""The preview reloads after edits, and shows errors above the last good page."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from watchfiles import Change

from generator.cli import serve
from generator.cli import session as sessions
from generator.cli.output import Output
from generator.cli.session import Session
from generator.load.loader import Draft
from generator.preview import Preview
from generator.problems import ContentError, Location, Problem
from generator.project import Project
from tests.support.half_translated import translate_in_part
from tests.support.nightly import representatives
from tests.support.own_template import own_template
from tests.support.paths import GUIDE
from tests.support.pseudo_language import accented
from tests.support.waiting import wait_until

PATIENCE = 60_000
"""Milliseconds that a build can take on a busy machine."""


@dataclass
class Serving:
    folder: Path
    address: str
    lines: Queue[str]

    def edit(self, file: str, find: str, put: str) -> None:
        path = self.folder / file
        text = path.read_text("utf-8")
        assert find in text
        path.write_text(text.replace(find, put), "utf-8")

    def page(self, address: str) -> str:
        with urllib.request.urlopen(self.address + address) as answer:
            return str(answer.read().decode())

    def wait_for(self, words: str) -> str:
        until = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:
            line = self.lines.get(timeout=until - time.monotonic())
            if words in line:
                return line
        raise AssertionError(f"the terminal never showed {words!r}")


@pytest.fixture
def serving(small_guide: Path) -> Iterator[Serving]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", "serve", "--port", str(port)],
        cwd=small_guide,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: Queue[str] = Queue()
    assert process.stdout is not None
    Thread(target=lambda out: list(map(lines.put, out)), args=[process.stdout], daemon=True).start()
    serving = Serving(small_guide, f"http://127.0.0.1:{port}/guide/", lines)
    serving.wait_for("Preview at")
    yield serving
    process.terminate()
    process.wait(timeout=20)


def test_warnings_are_counted_in_the_terminal_and_not_shown_on_pages(
    small_guide: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = Problem(Location("a.yml", 1), "rule", "this does not fit")
    doubt = Problem(Location("a.yml", 2), "rule", "this could be better", severity="warning")
    session = Session(Project.at(small_guide))
    monkeypatch.setattr(sessions, "warnings", lambda draft: (doubt,))
    session.refresh()
    session.check()  # finds out about papers
    session.check()
    assert capsys.readouterr().out.splitlines() == [
        "24 pages checked.",
        "1 warning. Run “advice check” for details.",
    ]
    assert session.state["errors"] == ""

    def fail(*arguments: object) -> Draft:
        raise ContentError([error, doubt])

    monkeypatch.setattr(sessions, "load", fail)
    session.refresh([small_guide / "site_config.yml"])
    errors = session.state["errors"]
    assert "this does not fit" in errors
    assert "this could be better" not in errors
    assert errors.endswith("1 error. The last good version stays.")


def test_an_error_in_a_translation_is_shown_above_its_last_good_page(small_guide: Path) -> None:
    translate_in_part(small_guide, "es", accented)
    catalog, page = small_guide / "content/languages/es.po", "es/index.html"
    whole = catalog.read_text("utf-8")
    session = Session(Project.at(small_guide))
    session.refresh()
    session.check()  # finds out about papers
    session.check()
    # No one has asked for a page in Spanish when its catalog breaks.
    catalog.write_text(whole.replace('msgstr "', "msgstr ", 1), "utf-8")
    session.refresh([catalog])
    assert session.preview
    shown = session.file(page, session.preview) or b""
    assert b'<html lang="es"' in shown
    assert "content/languages/es.po" in session.state["errors"]
    session.check()
    assert session.preview
    assert session.file(page, session.preview) == shown
    assert "content/languages/es.po" in session.state["errors"]

    catalog.write_text(whole, "utf-8")
    session.refresh([catalog])
    session.check()
    assert session.state["errors"] == ""


def test_an_edit_appears_and_an_error_is_shown_until_it_is_fixed(serving: Serving, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(serving.address + "principles/ask-first/")
    file = "content/principles/ask-first.yml"

    serving.edit(file, "title: Ask before you tell", "title: Ask, then tell")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask, then tell", timeout=PATIENCE)

    serving.edit(file, "name: Asking", "nam: Asking")
    expect(page.get_by_role("alert")).to_contain_text("did you mean “name”?", timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask, then tell")
    assert "error: there’s no field called “nam” here" in serving.wait_for("ask-first.yml:2:1")

    serving.edit(file, "nam: Asking", "name: Asking")
    expect(page.get_by_role("alert")).to_have_count(0, timeout=PATIENCE)
    page.close()


def test_edits_of_templates_and_settings_appear_too(serving: Serving, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(serving.address)
    serving.edit("site_config.yml", "No account", "No payment")  # is on no paper
    expect(page.get_by_role("contentinfo")).to_contain_text("No payment", timeout=PATIENCE)
    place = serving.folder / "our-place"
    place.mkdir()
    serving.edit("site_config.yml", "\nurl:", "\noverlay: our-place\nurl:")
    serving.wait_for("checked")
    (place / "guide.yml").write_text("home:\n  title: Say it here\n", "utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Say it here", timeout=PATIENCE)
    template = own_template(serving.folder, "pages/home.html.j2")
    template.write_text(template.read_text("utf-8").replace("</h1>", " (draft)</h1>"), "utf-8")
    expect(page.get_by_role("heading", level=1)).to_contain_text("(draft)", timeout=PATIENCE)
    template.write_text(template.read_text("utf-8") + "{{ nothing.", "utf-8")
    expect(page.get_by_role("alert")).to_contain_text("templates/pages/home.html.j2", timeout=PATIENCE)
    page.close()


def save_in_place(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def save_by_replacing(path: Path, text: str) -> None:
    """Save as most editors do: write another file, and give it the name of the old one."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


def save_with_a_copy(path: Path, text: str) -> None:
    """Save as Vim can: try whether a file can be made, keep the old one as a copy, and delete both."""
    probe, copy = path.with_name("4913"), path.with_name(f"{path.name}~")
    probe.touch()
    probe.unlink()
    path.rename(copy)
    path.write_text(text, "utf-8")
    copy.unlink()


def save_with_many_others(path: Path, text: str) -> None:
    """Save as Git does when another branch is checked out."""
    for other in path.parent.parent.rglob("*.yml"):
        save_by_replacing(other, text if other == path else other.read_text("utf-8"))


WAYS: list[Callable[[Path, str], None]] = [
    save_in_place,
    save_by_replacing,
    save_with_a_copy,
    save_with_many_others,
]
FILES = ["content/principles/ask-first.yml", "site_config.yml"]


def is_a_turn(case: tuple[Callable[[Path, str], None], str]) -> bool:
    """Whether it's the turn of this file. What's noticed of an edit doesn't depend on what's in the file."""
    save, file = case
    return WAYS.index(save) % len(FILES) == FILES.index(file)


@pytest.mark.parametrize(("save", "file"), representatives(product(WAYS, FILES), is_a_turn))
def test_however_an_editor_saves_the_edit_is_shown(
    serving: Serving, save: Callable[[Path, str], None], file: str
) -> None:
    path = serving.folder / file
    old, new = ("It costs", "It never costs") if "ask" in file else ("No account", "No payment")
    text = path.read_text("utf-8")
    address = "principles/ask-first/"
    save(path, text.replace(old, new))
    wait_until(lambda: new in serving.page(address), "the edit is shown")
    save(path, text)
    wait_until(lambda: new not in serving.page(address), "the edit is undone")


def test_a_file_that_an_editor_makes_for_a_moment_is_no_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, gone, brief = (str(tmp_path / name) for name in ("there.yml", "gone.j2", "brief.yml"))
    Path(there).touch()
    found = {(Change.added, there), (Change.deleted, gone), (Change.added, brief), (Change.deleted, brief)}
    monkeypatch.setattr(serve, "watch", lambda *_, **__: [found])
    edits = Queue[Path]()
    serve._watch(tmp_path, True, edits)
    assert {edits.get_nowait() for _ in range(edits.qsize())} == {Path(there), Path(gone)}


def test_a_guide_can_get_its_first_template_and_lose_it_again(tmp_path: Path) -> None:
    guide = Path(shutil.copytree(GUIDE, tmp_path / "guide"))
    edits, watched = Queue[Path](), set[tuple[Path, bool]]()
    template = guide / "templates/pages/home.html.j2"

    def is_noticed(edit: Callable[[], object], path: Path) -> bool:
        """Edit until it's noticed, because it takes a moment until a folder is watched."""
        edit()
        return path in {edits.get_nowait() for _ in range(edits.qsize())}

    def make() -> None:
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text("new", "utf-8")

    def make_again() -> None:
        shutil.rmtree(guide / "templates", ignore_errors=True)
        make()

    for _ in range(2):
        serve._watch_all(Project.at(guide), edits, watched)
        wait_until(lambda: is_noticed(make_again, guide / "templates"), "the folder is noticed")
        serve._watch_all(Project.at(guide), edits, watched)
        wait_until(lambda: is_noticed(make, template), "the file is noticed")
        shutil.rmtree(guide / "templates")


def test_a_page_never_gets_the_name_of_a_newer_version(small_guide: Path) -> None:
    """It would stay open, although it shows what was there before an edit."""
    session = Session(Project.at(small_guide))
    session.refresh()
    file = small_guide / "content/principles/ask-first.yml"
    old, preview = session.state["version"], session.preview
    assert preview

    sent = BytesIO()

    class Slow(serve.Handler):
        """A request during which an edit is shown."""

        def __init__(self) -> None:
            self.session, self.path, self.command = session, "/guide/principles/ask-first/", "GET"
            self.request_version, self.requestline, self.wfile = "HTTP/1.0", "", sent

    def edited(name: str, preview: Preview) -> bytes | None:
        data = preview.file(name)
        file.write_text(file.read_text("utf-8").replace("It costs one", "It costs two"), "utf-8")
        session.refresh([file])
        return data

    session.file = edited  # type: ignore[method-assign]
    Slow().do_GET()
    assert b"It costs one" in sent.getvalue()
    assert f'data-version="{old}"'.encode() in sent.getvalue()
    assert session.state["version"] != old


def test_it_responds_like_a_host(serving: Serving) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(serving.address + "gone/")
    assert missing.value.code == 404
    with urllib.request.urlopen(serving.address.removesuffix("guide/")) as answer:
        assert answer.url == serving.address
        assert answer.headers["Cache-Control"] == "no-store"
    with urllib.request.urlopen(serving.address + "worksheets/one-talk/one-talk-a4-print.pdf") as answer:
        assert answer.read(5) == b"%PDF-"


def is_answered(address: str) -> bool:
    try:
        urllib.request.urlopen(address).close()
    except OSError:
        return False
    return True


def test_it_starts_even_with_a_broken_guide(small_guide: Path, browser: Browser) -> None:
    path = small_guide / "content/principles/ask-first.yml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("name: Asking", "nam: Asking"), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", str(port)], cwd=small_guide
    )
    page = browser.new_page()
    address = f"http://127.0.0.1:{port}/"
    wait_until(lambda: is_answered(address), "the preview answers")
    page.goto(address)
    expect(page.get_by_role("alert")).to_contain_text("did you mean “name”?", timeout=PATIENCE)
    path.write_text(good, "utf-8")
    expect(page.get_by_role("heading", level=1)).to_have_text("Say it while it helps", timeout=PATIENCE)
    page.close()
    process.terminate()
    process.wait(timeout=20)


def test_it_stops_at_once_even_if_a_check_swallows_the_interrupt(small_guide: Path) -> None:
    stubborn = """
import signal
from generator.cli import session
from generator.__main__ import main

def check(*arguments):
    print("checking", flush=True)
    while True:
        try:
            signal.pause()
        except BaseException:
            pass

session.check = check
main()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", stubborn, "serve", "--port", "0"],
        cwd=small_guide, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "checking\n"
    process.terminate()
    try:
        _, stderr = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 130
    assert stderr == "Stopped. Your published site is intact.\n"


def test_a_port_in_use_is_reported(small_guide: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "generator", "serve", "--port", port],
            cwd=small_guide, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert f"Can’t use port {port}" in done.stderr


def test_a_browser_opens_when_there_is_something_to_see(
    small_guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    program = (
        "import sys, urllib.request\n"
        f"open({str(opened)!r}, 'wb').write(urllib.request.urlopen(sys.argv[1]).read())\n"
    )
    (tmp_path / "browser.py").write_text(program, "utf-8")
    monkeypatch.setenv("BROWSER", f"{sys.executable} {tmp_path / 'browser.py'} %s")
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", "0", "--open"], cwd=small_guide
    )
    try:
        wait_until(opened.is_file, "a browser was opened")
        wait_until(lambda: "Say it while it helps" in opened.read_text("utf-8"), "it got the page")
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_a_browser_that_cannot_be_opened_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    serve._open("http://127.0.0.1:8000/", Output())
    assert capsys.readouterr().err == "No browser could be opened. Open the address yourself.\n"
