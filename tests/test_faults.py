"""Whatever happens to a build, the published site stays whole, and the error is reported in a sentence.

To run the random tests for longer: `pytest tests/test_faults.py -k killed --kills 200`.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.engine.build_result import BuildResult
from generator.engine.up_to_date import inputs, last_build
from generator.problems import Refusal
from generator.project import Project
from generator.publish.swap import publishing
from tests.support.hosting import hosted
from tests.support.own_template import own_template
from tests.support.processes import (
    pause_at,
    start,
    wait_for_reader,
    with_default_stops,
    with_file_limit,
    with_full_stdout,
    with_memory_limit,
    without_privileges,
    without_reader,
    without_streams,
)
from tests.support.snapshot import snapshot
from tests.support.terminal import Done, advice
from tests.support.waiting import PATIENCE

STEPS = ("Reading", "Typesetting", "Rendering", "Building", "Checking")
"""How the progress lines of a build start."""
PAGE = "content/pages/why-it-is-hard.yml"
TEXT = "The one who speaks fears to hurt"
FULL_OUTPUT = "Can’t write the output: No space left on device. The command did everything else.\n"


def assert_ended(done: Done, status: int, *words: str) -> None:
    """Check that a command ended with `status`, all of `words` on stderr, and no traceback."""
    assert done.returncode == status, done.stderr
    for word in words:
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr


def write(guide: Path, version: str) -> None:
    """Edit `guide` so that it says the speaker fears `version`."""
    text = (guide / PAGE).read_text("utf-8")
    start = text.index("The one who speaks fears")
    new = f"{text[:start]}The one who speaks fears {version}{text[text.index(';', start) :]}"
    (guide / f"{PAGE}~").write_text(new, "utf-8")
    (guide / f"{PAGE}~").replace(guide / PAGE)


def shown(site: Path) -> str:
    """Return which version of the text `site` shows."""
    page = (site / "why-it-is-hard/index.html").read_text("utf-8")
    return page.partition("The one who speaks fears ")[2].partition(";")[0]


def leftovers(guide: Path) -> set[str]:
    """Return the files in build/ that shouldn't be there."""
    return {path.name for path in (guide / "build").iterdir()} - {
        *(".lock", ".site.lock", "site", "cache", "hosting")
    }


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide with two templates of its own, built with `advice build`."""
    guide = copy_small_guide(tmp_path_factory.mktemp("original") / "guide")
    for name in ("pages/home.html.j2", "strings/en.yml"):
        own_template(guide, name)
    assert start("build", folder=guide).wait().returncode == 0
    return guide


@pytest.fixture
def guide(original: Path, tmp_path: Path) -> Path:
    """A copy of the built guide, for a test to change."""
    return Path(shutil.copytree(original, tmp_path / "guide", symlinks=True))


# Stopped


def test_killed_builds_leave_one_whole_version_or_the_other(guide: Path, pytestconfig: pytest.Config) -> None:
    seed = pytestconfig.getoption("--seed")
    seed = random.randrange(10**6) if seed is None else seed
    dice = random.Random(seed)
    site = guide / "build/site"
    versions = {"to hurt": snapshot(site)}
    write(guide, "the silence")
    started = time.monotonic()
    assert start("build", "--fresh", folder=guide).wait().returncode == 0
    step_takes = (time.monotonic() - started) / len(STEPS)
    versions["the silence"] = snapshot(site)
    for number in range(pytestconfig.getoption("--kills")):
        other = next(version for version in versions if version != shown(site))
        write(guide, other)
        # Every other one builds only what changed, if the one before left a note.
        whole = number % 2 == 1
        build = start("build", *(["--fresh"] if whole else []), folder=guide)
        step, pause = dice.choice(STEPS) if whole else "…", dice.uniform(0, 1.5 * step_takes)
        build.wait_for(step)
        build.process.join(pause)
        build.send(signal.SIGKILL)
        build.wait()
        where = f"kill {number} of --seed {seed}, {pause:.3f} s after “{step}”"
        assert snapshot(site) == versions[shown(site)], where
    other = next(version for version in versions if version != shown(site))
    write(guide, other)
    assert_ended(start("build", folder=guide).wait(), 0)
    assert snapshot(site) == versions[other]
    assert leftovers(guide) == set()


KILLED_BEFORE_EACH_STEP = """
import itertools, os, sys
from contextlib import suppress
from pathlib import Path
from generator.publish import swap as publish
from generator.project import Project

out, project = Path(sys.argv[1]), Project.at(Path(sys.argv[2]))
names = ("index.html", "deep/down/index.html", "a.txt")
steps = {"open", *map("os.{}".format, ("mkdir", "rename", "remove", "rmdir", "chmod", "scandir", "listdir"))}
if sys.argv[3] == "renames":
    publish._exchange = lambda one, other: False

def build(text, end=lambda: None):
    with publish.publishing(out, project) as new:
        for name in names:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text)
        end()

def read():
    return {(out / name).read_text() for name in names}

def leftovers():
    return {path.name for path in out.parent.iterdir()} - {f".{out.name}.lock", out.name}

build("old 0")
for number in itertools.count(1):
    if not (child := os.fork()):
        done = itertools.count(1)
        sys.addaudithook(lambda step, _: step in steps and next(done) == number and os.kill(os.getpid(), 9))
        build(f"new {number}")
        os._exit(0)
    ended = os.waitpid(child, 0)[1] == 0
    if sys.argv[3] == "swap":
        assert read() in ({f"old {number - 1}"}, {f"new {number}"}), (number, read())
    with suppress(ZeroDivisionError):
        build("never", lambda: 1 / 0)
    assert read() in ({f"old {number - 1}"}, {f"new {number}"}), (number, read())
    assert leftovers() == set(), (number, leftovers())
    if ended:
        break
    build(f"old {number}")
print(number)
"""


@pytest.mark.parametrize("way", ["swap", "renames"])
def test_the_site_is_whole_wherever_publishing_is_killed(way: str, guide: Path, tmp_path: Path) -> None:
    """One process is killed before it first touches the disk, another before its second touch, and so on."""
    (tmp_path / "public").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_EACH_STEP, tmp_path / "public/site", guide, way],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 40


HANGING = """
from generator.__main__ import main
from generator.paper import worksheet
worksheet.pdf = worksheet.pictures = lambda *_: open("pipe").read()
main()
"""
"""The program, with sheets that never end."""


@pytest.mark.parametrize("by", ["Ctrl+C", "kill"])
def test_worker_processes_end_silently_with_the_build(by: str, guide: Path) -> None:
    """Each worker hangs on its first sheet, because it reads a pipe without data."""
    part = guide / "pipe"
    os.mkfifo(part)
    shutil.rmtree(guide / "build/cache/sheets")
    write(guide, "the silence")
    before = snapshot(guide / "build/site")
    build = subprocess.Popen(
        [sys.executable, "-c", HANGING, "build"],
        cwd=guide, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=with_default_stops,
    )  # fmt: skip
    with wait_for_reader(part):
        if by == "kill":
            build.kill()
        else:
            os.killpg(build.pid, signal.SIGINT)  # like a terminal, to the whole process group
        # This returns once every process that writes there has ended.
        _, stderr = build.communicate(timeout=PATIENCE)
    progress = "Reading content…\nTypesetting worksheets…\n"
    if by == "kill":
        assert (build.returncode, stderr) == (-signal.SIGKILL, progress)
    else:
        stopped = "Stopped. Your published site is intact.\n"
        assert (build.returncode, stderr) == (130, f"{progress}\n{stopped}")
    assert snapshot(guide / "build/site") == before
    assert by == "kill" or leftovers(guide) == set()


# Simultaneous builds


def test_one_of_several_simultaneous_builds_runs_and_the_others_are_refused(
    guide: Path, original: Path, tmp_path: Path
) -> None:
    site = guide / "build/site"
    write(guide, "the silence")
    os.mkfifo(tmp_path / "pipe")
    held = partial(pause_at, "Typesetting", tmp_path / "pipe")
    first = start("build", "--out", "build/site/", folder=guide, before=held)
    assert first.wait_for("Typesetting")
    other_guide = Path(shutil.copytree(original, tmp_path / "other"))
    (tmp_path / "door").symlink_to(guide / "build")
    same = start("build", "--out", tmp_path / "elsewhere", folder=guide).wait()
    other = start("build", "--out", tmp_path / "door/site", folder=other_guide).wait()
    (tmp_path / "pipe").write_bytes(b"")
    assert_ended(same, 2, "Another build is running", "Wait for it to finish")
    assert_ended(other, 2, "Another build is running")
    assert_ended(first.wait(), 0)
    assert shown(site) == "the silence"
    assert snapshot(site).keys() == snapshot(original / "build/site").keys()
    assert not (tmp_path / "elsewhere").exists()


# Disks


@pytest.mark.parametrize("size", [3_000, 450_000])
def test_the_last_site_is_kept_when_files_cannot_grow(size: int, guide: Path) -> None:
    write(guide, "the silence")
    before = snapshot(guide / "build/site")
    done = start("build", folder=guide, before=partial(with_file_limit, size)).wait()
    assert_ended(done, 3, "File too large. The site in", "was not changed")
    assert done.stderr.splitlines()[-2].startswith("Building the site")
    assert snapshot(guide / "build/site") == before
    assert leftovers(guide) == set()


def test_a_disk_that_breaks_during_the_swap_keeps_the_last_site_and_nothing_claims_success(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a system that swaps in two steps, such as macOS."""
    write(guide, "the silence")
    before = snapshot(guide / "build/site")
    rename = Path.rename

    def broken(path: Path, target: Path) -> Path:
        if path.name.startswith(".site.new-"):
            raise OSError(errno.EIO, "Input/output error", str(path), None, str(target))
        return rename(path, target)

    monkeypatch.setattr("generator.publish.swap._exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", broken)
    done = advice("build", folder=guide)
    assert_ended(done, 3, "Input/output error. The site in", "was not changed.")
    assert done.stdout == ""
    assert snapshot(guide / "build/site") == before
    assert leftovers(guide) == set()


ON_A_SMALL_DISK = 'mount -t tmpfs -o size=900k,mode=755 tmpfs "$0" && exec "$@"'


@pytest.fixture(scope="module")
def mounting() -> list[str]:
    """The start of a command that runs with its own disk, if the system allows that."""
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK]
    if not shutil.which("unshare") or subprocess.run([*words, "/mnt", "true"], check=False).returncode:
        pytest.skip("this system does not allow mounting a disk")
    return words


def test_a_full_disk_is_reported(mounting: list[str], guide: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        [*mounting, disk, sys.executable, "-m", "generator", "build", "--out", disk / "site"],
        cwd=guide, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert done.stderr.endswith(
        "\nThe disk is full. Nothing was published. Free some space, then try again.\n"
    )


@pytest.mark.parametrize(
    ("path", "mode", "command", "status", "words"),
    [
        ("content", 0, "build", 3, "content: Permission denied"),
        ("content/principles", 0, "check", 3, "content/principles: Permission denied"),
        ("content/principles/ask-first.yml", 0, "check", 1, "this file can’t be read: Permission denied"),
        ("templates/pages", 0, "check", 3, "templates/pages: Permission denied"),
        ("templates/strings/en.yml", 0, "check", 3, "en.yml: Permission denied"),
        (".", 0, "check", 3, "content: Permission denied"),
        ("overlays/north/principles", 0o444, "check", 3, "ask-first.yml: Permission denied"),
        ("build", 0o555, "build", 3, "Permission denied. The site in"),
        ("build/site", 0, "build", 3, "Allow it, then try again"),
        ("build/.lock", 0, "build", 3, "build/.lock: Permission denied"),
    ],
)
def test_files_without_permission_are_named(
    path: str, mode: int, command: str, status: int, words: str, guide: Path
) -> None:
    write(guide, "the silence")
    if "overlays" in path:
        (guide / path).mkdir(parents=True)
        (guide / path / "ask-first.yml").write_text("summary: Ask.\n", "utf-8")
        with (guide / "site_config.yml").open("a", encoding="utf-8") as settings:
            settings.write("overlay: overlays/north\n")
    before = snapshot(guide / "build/site")
    (guide / path).chmod(mode)
    done = start(command, folder=guide, before=without_privileges).wait()
    subprocess.run(["chmod", "-R", "u+rwX", guide], check=True)
    assert_ended(done, status, words)
    assert {name: about[10:] for name, about in snapshot(guide / "build/site").items()} == {
        name: about[10:] for name, about in before.items()
    }


def test_a_read_only_cache_or_site_does_not_stop_a_build(guide: Path) -> None:
    page = guide / PAGE
    page.write_text(
        page.read_text("utf-8").replace("title: Why it is hard", "title: Why it is so hard"), "utf-8"
    )
    for folder in (guide / "build/cache/social", guide / "build/cache/builds", guide / "build/site/assets"):
        folder.chmod(0o555)
    assert_ended(start("build", folder=guide, before=without_privileges).wait(), 0)
    assert "Why it is so hard" in (guide / "build/site/why-it-is-hard/index.html").read_text("utf-8")
    assert leftovers(guide) == set()


# Foreign folders


def linked(path: Path, target: Path) -> Path:
    path.symlink_to(target)
    return path


def holding(path: Path, name: str) -> Path:
    (path / name).parent.mkdir(parents=True)
    (path / name).write_text("years of work", "utf-8")
    return path


def published(guide: Path, name: str) -> Path:
    """Return the site of `guide`, with a file added by someone else."""
    (guide / "build/site" / name).write_text("years of work", "utf-8")
    return guide / "build/site"


REFUSED: dict[str, tuple[Callable[[Path, Path], Path | str], str]] = {
    "a link": (lambda tmp, guide: linked(tmp / "link", guide), "it’s a link"),
    "a link to nothing": (lambda tmp, guide: linked(tmp / "link", tmp / "gone"), "it’s a link"),
    "a link to itself": (lambda tmp, guide: linked(tmp / "link", tmp / "link"), "it’s a link"),
    "a device": (lambda tmp, guide: "/dev/null", "it’s a file"),
    "the root": (lambda tmp, guide: "/", "it contains other files"),
    "home": (lambda tmp, guide: Path.home(), "it contains other files"),
    "above home": (lambda tmp, guide: Path.home().parent, "it contains other files"),
    "here": (lambda tmp, guide: ".", "it contains other files"),
    "above the guide": (lambda tmp, guide: "..", "it contains other files"),
    "up and down": (lambda tmp, guide: "build/../content/", "part of the guide’s sources"),
    "down and up": (lambda tmp, guide: "content/new/../..", "it contains other files"),
    "in templates": (lambda tmp, guide: "templates/site/assets/site", "part of the guide’s sources"),
    "through a link": (
        lambda tmp, guide: linked(tmp / "door", guide / "content") / "site", "part of the guide’s sources",
    ),
    "the cache": (lambda tmp, guide: "build/cache/sheets/site", "its working files"),
    "around the cache": (lambda tmp, guide: "build", "didn’t make (.lock, .site.lock, cache)"),
    "content of another guide": (
        lambda tmp, guide: holding(tmp / "b", "guide.yml"), "didn’t make (guide.yml)",
    ),
    "a hidden folder": (lambda tmp, guide: holding(tmp / "b", ".git/HEAD"), "didn’t make (.git)"),
    "a marker of nothing": (
        lambda tmp, guide: holding(holding(tmp / "b", ".made-by-advice"), "mine/a"), "didn’t make (mine)",
    ),
    "a file deep in a site": (
        lambda tmp, guide: published(guide, "assets/notes.txt"), "didn’t make (assets/notes.txt)",
    ),
    "a folder in a site": (
        lambda tmp, guide: holding(guide / "build/site", "questions/mine/a"), "didn’t make (questions/mine)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_foreign_folders_are_never_written_to(what: str, guide: Path, tmp_path: Path) -> None:
    place, words = REFUSED[what]
    out = place(tmp_path, guide)
    before = snapshot(tmp_path)
    assert_ended(advice("build", "--out", out, folder=guide), 2, "Can’t write to", words, "--out")
    assert snapshot(tmp_path) == before


def test_a_mount_point_is_refused_before_the_build(
    guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container's output folder is often a mount, which can't be swapped."""
    (tmp_path / "disk").mkdir()
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path).name == "disk")
    done = advice("build", "--out", tmp_path / "disk", folder=guide)
    assert_ended(done, 2, "another disk is mounted there, so it can’t be swapped")
    assert "Reading" not in done.stderr


def test_the_current_folder_is_refused(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    done = advice("build", "--project", guide, "--out", ".", folder=tmp_path / "here")
    assert_ended(done, 2, "you’re in it")


def test_files_of_file_managers_do_not_matter(guide: Path) -> None:
    out = guide / "build/site"
    (out / "assets/.DS_Store").write_bytes(b"icons")
    with publishing(out, Project.at(guide)) as new:
        (new / "index.html").write_text("new", "utf-8")
    assert set(snapshot(out)) == {".made-by-advice", "index.html"}


def test_a_manifest_that_lists_only_the_top_level_is_accepted(guide: Path) -> None:
    out = guide / "build/site"
    top = sorted(path.name for path in out.iterdir())
    (out / ".made-by-advice").write_text("\n".join(["A note:", *top, ""]), "utf-8")
    with publishing(out, Project.at(guide)) as new:
        (new / "index.html").write_text("new", "utf-8")
    (out / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Refusal, match=r"mine\.txt"), publishing(out, Project.at(guide)):
        pass


def test_a_user_without_a_home_can_publish(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers use user ids that the system doesn't have."""
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", lambda number: {}[number])
    with publishing(guide / "build/site", Project.at(guide)) as new:
        (new / "index.html").write_text("new", "utf-8")
    assert set(snapshot(guide / "build/site")) == {".made-by-advice", "index.html"}


# Machines


def test_a_badly_configured_machine_makes_the_same_site(guide: Path) -> None:
    """The clock was wrong, the locale isn't English, and files in the cache were truncated."""
    expected = snapshot(guide / "build/site")
    shutil.rmtree(guide / "build/site")
    for path in (guide / "build/cache").rglob("*"):
        if (
            path.is_file() and path.parent.name != "sheets"
        ):  # typesetting these again takes ten seconds; other tests truncate them
            os.truncate(path, path.stat().st_size // 2)
    files = [path for name in ("content", "templates") for path in sorted((guide / name).rglob("*"))]
    for number, path in enumerate(files):
        day = (0, 2**31 + 60, 4_102_444_800)[number % 3]  # in 1970, 2038 and 2100
        os.utime(path, (day, day))
    usual = {name: value for name, value in os.environ.items() if name not in ("HOME", "LANG")}
    odd = usual | {
        "TZ": "<odd>-13:37",
        "LC_ALL": "tr_TR.ISO-8859-9",
        "PYTHONIOENCODING": "latin-1",
        "TMPDIR": "/nowhere",
        "SOURCE_DATE_EPOCH": "yesterday",
        "COLUMNS": "1",
        "TERM": "dumb",
    }
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build"],
        cwd=guide, env=odd, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(b"Reading content...\n")
    assert snapshot(guide / "build/site") == expected


@pytest.mark.parametrize(
    ("command", "before", "status", "stderr"),
    [
        ("build", without_reader, 141, ""),
        ("build -h", without_reader, 141, ""),
        ("build", with_full_stdout, 3, FULL_OUTPUT),
        ("build -h", with_full_stdout, 3, FULL_OUTPUT),
        ("build", without_streams, 0, ""),
        ("build -h", without_streams, 0, ""),
        ("check", without_streams, 0, ""),
    ],
)
def test_unusable_output_streams_cause_no_traceback(
    command: str, before: Callable[[], None], status: int, stderr: str, original: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", *command.split()],
        cwd=original, preexec_fn=before, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (status, stderr)


@pytest.mark.parametrize(
    ("file", "setting"),
    [
        ("content/principles/ask-first.yml", ""),
        ("content/guide.yml", ""),
        ("content/ids.lock", ""),
        ("site_config.yml", ""),
        ("logo.svg", "logo: logo.svg\n"),
        ("templates/strings/en.yml", ""),
    ],
)
def test_a_huge_file_is_refused_without_being_read(file: str, setting: str, guide: Path) -> None:
    config = guide / "site_config.yml"
    config.write_text(config.read_text("utf-8") + setting, "utf-8")
    with (guide / file).open("ab") as huge:
        huge.truncate(8 * 2**30)  # takes no room on the disk
    done = start("build", folder=guide, before=partial(with_memory_limit, 2 * 2**30)).wait()
    assert_ended(
        done, 1, f"{file}:1:1: error: this file has 8388608 kB, but the limit is", "Nothing was published."
    )


def test_a_deleted_current_folder_is_reported(guide: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    done = start("check", folder=tmp_path / "gone", before=partial(shutil.rmtree, tmp_path / "gone")).wait()
    assert_ended(done, 3, "The current folder no longer exists. Go to another one")


# Other people


def test_changing_a_page_during_builds_gives_a_whole_site_or_an_error(
    guide: Path, pytestconfig: pytest.Config
) -> None:
    """Meanwhile, one page is constantly edited, deleted, locked and replaced."""
    page, site = guide / PAGE, guide / "build/site"
    write(guide, "0")
    good = page.read_text("utf-8")
    stopped = threading.Event()

    def clear() -> None:
        if page.is_dir() and not page.is_symlink():
            page.rmdir()
        else:
            page.unlink(missing_ok=True)

    def disturb() -> None:
        dice, number = random.Random(8), 0
        while not stopped.is_set():
            clear()
            state = dice.choice(["edited", "edited", "gone", "folder", "loop", "locked"])
            if state in ("edited", "locked"):
                number += 1
                page.write_text(good.replace("fears 0;", f"fears {number};"), "utf-8")
                if state == "locked":
                    page.chmod(0)
            elif state == "folder":
                page.mkdir()
            elif state == "loop":
                page.symlink_to(page)
            stopped.wait(dice.uniform(0, 0.03))

    editor = threading.Thread(target=disturb)
    names = snapshot(site).keys()
    editor.start()
    try:
        for _ in range(pytestconfig.getoption("--kills")):
            before = snapshot(site)
            done = start("build", folder=guide, before=without_privileges).wait()
            assert_ended(done, int(str(done.returncode)))
            assert done.returncode in (0, 1, 2, 3), done.stderr
            assert (done.returncode == 2) == ("changed during the build" in done.stderr)
            if done.returncode == 0:
                assert snapshot(site).keys() == names
                assert shown(site).isdigit()
            else:
                assert snapshot(site) == before
    finally:
        stopped.set()
        editor.join()
    clear()
    page.write_text(good, "utf-8")
    assert_ended(start("build", folder=guide).wait(), 0)
    assert shown(site) == "0"


def test_a_tampered_site_is_repaired(guide: Path) -> None:
    site = guide / "build/site"
    expected = snapshot(site)
    page = site / "questions/index.html"
    was = page.stat()
    page.write_bytes(page.read_bytes().replace(b"the", b"teh", 1))
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))  # as large and as old as before
    assert_ended(start("build", folder=guide).wait(), 0)
    assert snapshot(site) == expected
    (site / "index.html").unlink()
    (site / "sitemap.xml").chmod(0o600)
    (site / "feed.xml").unlink(missing_ok=True)
    (site / "feed.xml").symlink_to(guide / "site_config.yml")
    assert_ended(start("build", folder=guide).wait(), 0)
    assert {name: about for name, about in snapshot(site).items() if name in expected} == expected
    assert "name: Giving Feedback" in (guide / "site_config.yml").read_text("utf-8")


def test_an_edit_with_the_same_size_and_time_is_published(guide: Path) -> None:
    site, page = guide / "build/site", guide / PAGE
    was = page.stat()
    write(guide, "to cook")
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert (page.stat().st_size, page.stat().st_mtime_ns) == (
        was.st_size + len("to cook") - len("to hurt"),
        was.st_mtime_ns,
    )
    os.mkfifo(guide / "pipe")
    build = start("build", folder=guide, before=partial(pause_at, "Building", guide / "pipe"))
    assert build.wait_for("Building")
    build.send(signal.SIGKILL)
    build.wait()
    assert shown(site) == "to hurt"
    assert_ended(start("build", folder=guide).wait(), 0)
    assert shown(site) == "to cook"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"extra_paths": 5}', b'{"extra_paths": [1]}', b"\xff"])
def test_a_corrupt_record_of_the_last_build_is_ignored(content: bytes, original: Path) -> None:
    project = Project.at(original)
    notes = {note: note.read_bytes() for note in (original / "build/cache/builds").iterdir()}

    def last() -> BuildResult | None:
        return last_build(inputs(project, original / "build/site", strict=False, compress=False))

    assert last()
    try:
        for note in notes:
            note.write_bytes(content)
        assert last() is None
    finally:
        for note, good in notes.items():
            note.write_bytes(good)


# Readers


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can swap two folders in one step")
def test_a_reader_gets_each_file_whole_while_sites_are_swapped(guide: Path) -> None:
    """Readers open files by path, as a server does, or in a folder kept open, where all have one version."""
    site, project = guide / "build/site", Project.at(guide)
    names = ("index.html", "a/index.html", "a/data.json")
    stopped = threading.Event()

    def publish(text: str) -> None:
        with publishing(site, project) as new:
            (new / "a").mkdir()
            for name in names:
                (new / name).write_text(f"{text} " * 50_000, "utf-8")

    def swap() -> None:
        number = 0
        while not stopped.is_set():
            number += 1
            publish(str(number))

    def versions(data: bytes) -> set[bytes]:
        return set(data.split())

    publish("0")
    publisher = threading.Thread(target=swap)
    publisher.start()
    seen, opened = set[bytes](), 0
    try:
        with hosted(site) as address:
            until = time.monotonic() + PATIENCE
            while len(seen) < 25 or not opened:
                assert time.monotonic() < until
                for name in names:
                    with urllib.request.urlopen(address + name) as answer:
                        through_server = versions(answer.read())
                    by_name = versions((site / name).read_bytes())
                    assert len(through_server) == len(by_name) == 1
                    seen |= through_server | by_name
                folder = os.open(site, os.O_RDONLY)
                found = set[bytes]()
                try:
                    for name in names:
                        with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
                            found |= versions(file.read())
                except FileNotFoundError:  # that version has been deleted meanwhile
                    continue
                finally:
                    os.close(folder)
                opened += 1
                assert len(found) == 1
    finally:
        stopped.set()
        publisher.join()
