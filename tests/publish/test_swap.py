"""A site is replaced completely or not at all, and other people's files are never touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.problems import Refusal, SystemFailure
from generator.project import Project
from generator.publish.swap import MANIFEST, _exchange, publishing


@pytest.fixture
def project(small_guide: Path) -> Project:
    return Project.at(small_guide)


def publish(out: Path, project: Project, text: str) -> None:
    with publishing(out, project) as new:
        (new / "index.html").write_text(text, "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def left_next_to(out: Path) -> list[str]:
    """The files next to the site, except for the fonts that came with the copied guide."""
    return sorted(path.name for path in out.parent.iterdir() if path.name != "cache")


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


def test_two_guides_cannot_publish_into_one_folder_at_once(
    project: Project, tmp_path: Path, copy_small_guide: Callable[[Path], Path]
) -> None:
    other = Project.at(copy_small_guide(tmp_path / "other-guide"))
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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can swap two folders in one step")
def test_a_reader_never_finds_the_site_missing(project: Project) -> None:
    out = project.build / "site"
    publish(out, project, "0")
    gaps: list[OSError] = []
    reads = 0
    done = threading.Event()

    def read() -> None:
        nonlocal reads
        while not done.is_set():
            try:
                (out / "index.html").read_text("utf-8")
                reads += 1
            except OSError as error:
                gaps.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(8):
        publish(out, project, str(n))
        time.sleep(0.02)
    done.set()
    reader.join()
    assert gaps == []
    assert reads > 100


def test_without_a_swap_in_one_step_the_site_is_still_replaced(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.publish.swap._exchange", lambda one, other: False)
    out = project.build / "site"
    publish(out, project, "old")
    publish(out, project, "new")
    assert (out / "index.html").read_text("utf-8") == "new"
    assert left_next_to(out) == [".lock", ".site.lock", "site"]


def test_swapping_missing_folders_does_not_count_as_done(tmp_path: Path) -> None:
    assert not _exchange(tmp_path / "a", tmp_path / "b")
