"""A site is replaced completely or not at all, and other people's files are never touched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from generator.problems import Refusal, SystemFailure
from generator.project import Project
from generator.publish.swap import (
    MANIFEST,
    RESERVED,
    _exchange,
    ensure_ours,
    manifest,
    publishing,
)
from tests.support.paths import ROOT
from tests.support.waiting import wait_until


def guide_in(folder: Path) -> Project:
    """A folder with a guide's files; what's in them doesn't matter for publishing."""
    for name in ("content/principles", "templates/pages"):
        (folder / name).mkdir(parents=True)
    for name in ("site_config.yml", "content/guide.yml", "templates/pages/page.html.j2"):
        (folder / name).write_text("text", "utf-8")
    return Project.at(folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return guide_in(tmp_path / "guide")


def publish(out: Path, project: Project, text: str) -> None:
    with publishing(out, project) as new:
        (new / "index.html").write_text(text, "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def left_next_to(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir())


def test_a_new_site_replaces_the_old_one(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "old")
    publish(out, project, "new")
    assert (out / "index.html").read_text("utf-8") == "new"
    assert left_next_to(out) == [".lock", ".site.lock", "site"]


def test_a_folder_with_other_files_is_refused_and_kept(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "documents"
    out.mkdir()
    (out / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(Refusal, match="files that this program didn’t make"):
        publish(out, project, "new")
    assert tree(out) == {"thesis.docx": b"years of work"}


def test_a_file_that_someone_put_into_the_published_site_is_kept(project: Project, tmp_path: Path) -> None:
    """For example, a checkout that pages are pushed from contains .git and CNAME."""
    out = tmp_path / "pages"
    publish(out, project, "old")
    (out / "CNAME").write_text("guide.example", "utf-8")
    (out / ".git").mkdir()
    with pytest.raises(Refusal, match=r"didn’t make \(.git, CNAME\)"):
        publish(out, project, "new")
    assert (out / "CNAME").read_text("utf-8") == "guide.example"


def test_foreign_folders_with_names_like_ours_are_not_removed(project: Project, tmp_path: Path) -> None:
    for name in (".site.old", ".site.new-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("years", "utf-8")
    publish(tmp_path / "site", project, "new")
    assert (tmp_path / ".site.old/thesis.txt").read_text("utf-8") == "years"
    assert (tmp_path / ".site.new-mine/thesis.txt").read_text("utf-8") == "years"


def test_two_guides_cannot_publish_into_one_folder_at_once(project: Project, tmp_path: Path) -> None:
    other = guide_in(tmp_path / "other-guide")
    with publishing(tmp_path / "site", project), pytest.raises(Refusal, match="Another build"):
        publish(tmp_path / "site", other, "second")


@pytest.mark.parametrize("where", ["", "content", "content/principles", "templates/pages", ".."])
def test_the_guide_itself_is_refused(where: str, project: Project) -> None:
    before = tree(project.root)
    with pytest.raises(Refusal, match="Can’t write to"):
        publish(project.root / where, project, "new")
    assert tree(project.root) == before


def test_the_home_folder_and_the_root_are_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    for out in (tmp_path / "home", Path("/")):
        with pytest.raises(Refusal, match="it contains other files"):
            publish(out, project, "new")


def test_a_link_and_a_file_are_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(Refusal, match="it’s a link"):
        publish(tmp_path / "link", project, "new")
    with pytest.raises(Refusal, match="it’s a file"):
        publish(tmp_path / "file", project, "new")
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_a_site_can_be_published_into_an_empty_folder(project: Project, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out", project, "new")
    assert set(tree(tmp_path / "out")) == {"index.html", MANIFEST}


def test_after_a_failure_the_old_site_is_still_there(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "old")
    with pytest.raises(ZeroDivisionError), publishing(out, project) as new:
        (new / "index.html").write_text(str(1 / 0), "utf-8")
    assert (out / "index.html").read_text("utf-8") == "old"
    assert left_next_to(out) == [".lock", ".site.lock", "site"]


KILLED = """
import os, signal, sys
from pathlib import Path
from generator.project import Project
from generator.publish.swap import publishing
with publishing(Path(sys.argv[1]), Project.at(Path(sys.argv[2]))) as new:
    (new / "index.html").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_after_a_kill_the_old_site_is_still_there_and_the_next_build_cleans_up(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "old")
    done = subprocess.run([sys.executable, "-c", KILLED, out, project.root], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (out / "index.html").read_text("utf-8") == "old"
    publish(out, project, "new")
    assert left_next_to(out) == [".lock", ".site.lock", "site"]


def test_a_site_moved_aside_before_a_power_failure_is_restored(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "old")
    out.rename(out.parent / ".site.old")
    with pytest.raises(RuntimeError), publishing(out, project):
        raise RuntimeError
    assert (out / "index.html").read_text("utf-8") == "old"


def test_a_second_build_at_the_same_time_is_refused(project: Project) -> None:
    out = project.build / "site"
    with publishing(out, project) as new:
        (new / "index.html").write_text("first", "utf-8")
        with pytest.raises(Refusal, match="Another build"):
            publish(out, project, "second")
    assert (out / "index.html").read_text("utf-8") == "first"


def test_a_full_disk_is_reported_and_changes_nothing(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "old")
    with pytest.raises(SystemFailure, match=r"disk is full.*was not changed"), publishing(out, project):
        raise OSError(28, "No space left on device")
    assert (out / "index.html").read_text("utf-8") == "old"


def test_every_web_server_can_read_the_site_whatever_the_umask(project: Project) -> None:
    out = project.build / "site"
    before = os.umask(0o077)
    try:
        publish(out, project, "new")
    finally:
        os.umask(before)
    assert out.stat().st_mode & 0o777 == 0o755
    assert (out / "index.html").stat().st_mode & 0o777 == 0o644


# What's ours


def test_the_manifest_says_what_it_is_and_lists_all_files(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "site"
    with publishing(out, project) as new:
        note = (new / MANIFEST).read_text("utf-8")
        (new / "b").mkdir()
        (new / "b/index.html").touch()
        (new / "a.txt").touch()
    assert note.startswith("The advice generator made this folder and may replace it")
    assert (out / MANIFEST).read_text("utf-8") == f"{note}{MANIFEST}\na.txt\nb/index.html\n"


def test_a_file_of_other_people_deep_in_our_folders_is_foreign(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "site"
    with publishing(out, project) as new:
        (new / "a/b").mkdir(parents=True)
        (new / "a/b/index.html").touch()
    (out / "a/b/thesis.txt").touch()
    with pytest.raises(Refusal, match=r"didn’t make \(a/b/thesis\.txt\)"):
        publish(out, project, "new")


def test_what_other_people_added_is_named_but_at_most_three_of_it(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, project, "old")
    for name in "dbca":
        (out / name).touch()
    with pytest.raises(Refusal, match=r"\(a, b, c\)\. Choose an empty or new folder with --out\.$"):
        publish(out, project, "new")


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_files_of_file_managers_are_deleted_with_the_site(
    name: str, project: Project, tmp_path: Path
) -> None:
    publish(tmp_path / "site", project, "old")
    (tmp_path / "site" / name).touch()
    publish(tmp_path / "site", project, "new")
    assert set(tree(tmp_path / "site")) == {"index.html", MANIFEST}


def test_a_manifest_that_is_not_ours_makes_nothing_ours(project: Project, tmp_path: Path) -> None:
    (tmp_path / "folder" / MANIFEST).mkdir(parents=True)
    (tmp_path / "folder" / MANIFEST / "thesis").touch()
    with pytest.raises(Refusal, match=rf"didn’t make \({MANIFEST}\)"):
        publish(tmp_path / "folder", project, "new")
    (tmp_path / "bytes").mkdir()
    (tmp_path / "bytes" / MANIFEST).write_bytes(b"\xff\n")
    (tmp_path / "bytes/thesis").touch()
    with pytest.raises(Refusal, match=r"didn’t make \(thesis\)"):
        publish(tmp_path / "bytes", project, "new")


def test_a_link_in_place_of_a_folder_of_ours_is_foreign(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    out = tmp_path / "site"
    with publishing(out, project) as new:
        (new / "a").mkdir()
        (new / "a/index.html").touch()
    shutil.rmtree(out / "a")
    (out / "a").symlink_to(tmp_path / "mine")
    with pytest.raises(Refusal, match=r"didn’t make \(a\)"):
        publish(out, project, "new")


@pytest.mark.parametrize("name", [*RESERVED, "cache/site"])
def test_the_folders_with_working_files_are_refused(name: str, project: Project) -> None:
    with pytest.raises(Refusal, match="the program keeps its working files there"):
        publish(project.build / name, project, "new")
    assert not project.build.exists()


def test_a_mount_point_is_refused(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path).name == "disk")
    with pytest.raises(Refusal, match="another disk is mounted there, so it can’t be swapped"):
        publish(tmp_path / "disk", project, "new")


@pytest.mark.parametrize("name", ["generator", "generator/site", "overlay", "overlay/site"])
def test_the_program_and_the_overlay_are_part_of_the_sources(name: str, project: Project) -> None:
    with pytest.raises(Refusal, match="it’s part of the guide’s sources"):
        ensure_ours(project.root / name, project, "overlay")


def test_without_an_overlay_its_folder_is_free(project: Project) -> None:
    ensure_ours(project.root / "overlay", project)


def test_the_current_folder_is_refused(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(Refusal, match="you’re in it"):
        publish(Path(), project, "new")


def test_a_link_to_the_folder_above_leads_to_the_same_lock(project: Project, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "door").symlink_to(tmp_path / "real")
    publish(tmp_path / "door/site", project, "new")
    assert {path.name for path in (tmp_path / "real").iterdir()} == {".site.lock", "site"}
    (tmp_path / "real/deep").mkdir()
    with pytest.raises(Refusal, match=rf"Can’t write to {tmp_path}/real: "):
        publish(tmp_path / "door/deep/..", project, "new")


# Odd disks


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    return fail


def test_folders_that_are_missing_are_made(project: Project, tmp_path: Path) -> None:
    publish(tmp_path / "new/deep/site", project, "new")
    assert (tmp_path / "new/deep/site/index.html").read_text("utf-8") == "new"
    assert (project.build / ".lock").exists()


def test_a_disk_without_locks_is_reported(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network disks and phones have none."""
    monkeypatch.setattr(FileLock, "acquire", failing(NotImplementedError()))
    with pytest.raises(SystemFailure) as error:
        publish(project.build / "site", project, "new")
    assert str(error.value) == (
        f"{project.build}/.lock: this disk doesn’t support file locks. Nothing was published."
    )


def test_a_folder_in_which_no_file_can_be_created_is_reported(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileLock, "acquire", failing(Timeout(str(project.build / ".lock"))))
    with pytest.raises(SystemFailure) as error:
        publish(project.build / "site", project, "new")
    assert str(error.value) == (
        f"Can’t read or write {project.build}: no file can be created there. Nothing was published. "
        "Allow it, then try again."
    )


def test_a_second_build_is_told_which_lock_it_would_need(project: Project) -> None:
    out = project.build / "site"
    with publishing(out, project), pytest.raises(Refusal) as error:
        publish(out, project, "second")
    assert str(error.value) == (
        f"Another build is running ({project.build}/.lock is locked). Wait for it to finish, then try again."
    )


def test_a_stop_during_the_last_steps_publishes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library can have swallowed it."""
    out = project.build / "site"
    publish(out, project, "old")
    monkeypatch.setattr("generator.publish.swap.check_for_stop", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        publish(out, project, "new")
    assert (out / "index.html").read_text("utf-8") == "old"
    assert left_next_to(out) == [".lock", ".site.lock", "site"]


# What killed builds leave


def test_a_moved_site_is_not_put_back_over_a_newer_one(project: Project, tmp_path: Path) -> None:
    publish(tmp_path / "site", project, "older")
    (tmp_path / "site").rename(tmp_path / ".site.old")
    (tmp_path / ".site.old").rename(tmp_path / "older")
    publish(tmp_path / "site", project, "old")
    (tmp_path / "older").rename(tmp_path / ".site.old")
    with pytest.raises(RuntimeError), publishing(tmp_path / "site", project):
        raise RuntimeError
    assert (tmp_path / "site/index.html").read_text("utf-8") == "old"
    assert not (tmp_path / ".site.old").exists()


def test_only_our_leftovers_of_this_folder_are_removed(project: Project, tmp_path: Path) -> None:
    """“[s]ite” has a name that also stands for others."""
    publish(tmp_path / "others", project, "theirs")
    (tmp_path / ".site.new-file").touch()
    (tmp_path / ".site.new-link").symlink_to(tmp_path / "others")
    (tmp_path / ".site.new-empty").mkdir()
    (tmp_path / ".[s]ite.new-empty").mkdir()
    publish(tmp_path / "[s]ite", project, "new")
    names = {path.name for path in tmp_path.glob(".*.new-*")}
    assert names == {".site.new-file", ".site.new-link", ".site.new-empty"}
    publish(tmp_path / "site", project, "new")
    assert {path.name for path in tmp_path.glob(".*.new-*")} == {".site.new-file", ".site.new-link"}
    assert (tmp_path / "others/index.html").read_text("utf-8") == "theirs"


def test_links_in_the_old_site_are_removed_and_not_followed(project: Project, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir(mode=0o500)
    (mine / "thesis.txt").touch()
    out = tmp_path / "site"
    publish(out, project, "old")
    (out / "deep").mkdir()
    for name in ("link", "deep/link"):
        (out / name).symlink_to(mine)
    (out / MANIFEST).write_bytes(manifest(["index.html", "link", "deep"]))
    publish(out, project, "new")
    assert set(tree(out)) == {"index.html", MANIFEST}
    assert mine.stat().st_mode & 0o777 == 0o500
    assert (mine / "thesis.txt").exists()


def test_what_cannot_be_removed_now_is_removed_by_the_next_build(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    with publishing(out, project) as new:
        (new / "z").mkdir()
        (new / "z/index.html").touch()
    with monkeypatch.context() as broken:
        broken.setattr("shutil.rmtree", failing(OSError(5, "Input/output error")))
        publish(out, project, "new")
    assert (out / "index.html").read_text("utf-8") == "new"
    (left,) = tmp_path.glob(".site.*-*")
    assert (left / MANIFEST).exists()
    publish(out, project, "newer")
    assert list(tmp_path.glob(".site.*-*")) == []


BY_SOMEONE = """
import sys
from pathlib import Path
from generator.project import Project
from generator.publish.swap import publishing
from tests.support.processes import without_privileges

without_privileges()
with publishing(Path(sys.argv[1]), Project.at(Path(sys.argv[2]))) as new:
    (new / "index.html").write_text("new")
"""


def test_a_site_whose_folders_were_made_read_only_is_replaced_whole(project: Project, tmp_path: Path) -> None:
    """This program may do only what the modes allow, even if the tests are run by root."""
    out = tmp_path / "site"
    with publishing(out, project) as new:
        (new / "a/b").mkdir(parents=True)
        (new / "a/b/index.html").touch()
    for folder in (out / "a/b", out / "a", out):
        folder.chmod(0o500)
    done = subprocess.run(
        [sys.executable, "-c", BY_SOMEONE, out, project.root],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} - {"guide"} == {".site.lock", "site"}


# The swap


def test_every_folder_of_a_new_site_can_be_opened_by_web_servers(project: Project, tmp_path: Path) -> None:
    with publishing(tmp_path / "site", project) as new:
        (new / "a/b").mkdir(parents=True)
        (new / "a/b/index.html").touch(0o600)
        (new / "a").chmod(0o700)
        (new / "a/b").chmod(0o700)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "site").rglob("*")}
    assert modes == {"a": 0o755, "b": 0o755, "index.html": 0o644, MANIFEST: 0o644}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can swap two folders in one step")
def test_a_reader_never_finds_the_site_missing(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "0")
    gaps: list[OSError] = []
    seen = set[str]()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add((out / "index.html").read_text("utf-8"))
            except OSError as error:
                gaps.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    number = count(1)

    def reader_saw_enough() -> bool:
        publish(out, project, str(next(number)))
        return len(seen) >= 8 or bool(gaps)

    try:
        wait_until(reader_saw_enough, "a reader reads eight versions while they replace each other")
    finally:
        done.set()
        reader.join()
    assert gaps == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can swap two folders in one step")
def test_two_folders_are_swapped_in_one_step(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"was-{name}").touch()
    assert _exchange(tmp_path / "a", tmp_path / "b")
    assert set(tree(tmp_path)) == {"a/was-b", "b/was-a"}


def test_swapping_missing_folders_does_not_count_as_done(tmp_path: Path) -> None:
    assert not _exchange(tmp_path / "a", tmp_path / "b")


def test_other_systems_cannot_swap_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    with monkeypatch.context() as old:
        old.setattr("ctypes.CDLL", lambda name: object())  # a C library without renameat2
        assert not _exchange(tmp_path / "a", tmp_path / "b")
    monkeypatch.setattr("sys.platform", "darwin")
    assert not _exchange(tmp_path / "a", tmp_path / "b")


@pytest.fixture
def in_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that can't swap two folders in one step, such as macOS and some network disks."""
    monkeypatch.setattr("generator.publish.swap._exchange", lambda one, other: False)


@pytest.mark.usefixtures("in_two_steps")
def test_without_a_swap_in_one_step_the_site_is_still_replaced(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "old")
    publish(out, project, "new")
    assert (out / "index.html").read_text("utf-8") == "new"
    assert left_next_to(out) == [".lock", ".site.lock", "site"]


@pytest.mark.usefixtures("in_two_steps")
def test_if_the_second_step_fails_the_old_site_is_back_and_the_build_has_failed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = project.build / "site"
    publish(out, project, "old")
    rename = Path.rename

    def broken(path: Path, target: Path) -> Path:
        if path.name.startswith(".site.new-"):
            raise OSError(5, "Input/output error", str(path), None, str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(SystemFailure) as error:
        publish(out, project, "new")
    assert str(error.value) == f"{out}: Input/output error. The site in {out} was not changed."
    assert (out / "index.html").read_text("utf-8") == "old"
    assert left_next_to(out) == [".lock", ".site.lock", "site"]
