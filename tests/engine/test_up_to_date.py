"""A guide is built again if anything changed, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from generator.__main__ import _summary_if_up_to_date
from generator.engine import up_to_date
from generator.engine.build_result import BuildResult
from generator.engine.up_to_date import Inputs, changed_since, inputs, last_build, remember
from generator.problems import Location, Problem
from generator.project import Project

WARNING = Problem(Location("content/guide.yml", 3, 1, 4, "  x"), "idle-word", "message", "fix", "warning")


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A folder that looks like a guide that was built."""
    for name in ("content/guide.yml", "content/principles/ask.yml", "build/site/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text", "utf-8")
    for name in ("site_config.yml", "logo.svg", "templates/pages/page.html", "build/hosting/nginx.conf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text", "utf-8")
    remember(now(tmp_path, [tmp_path / "logo.svg"]), built(tmp_path))
    return tmp_path


def now(folder: Path, extra_paths: list[Path] | None = None, strict: bool = False) -> Inputs:
    return inputs(Project.at(folder), folder / "build/site", strict, False, extra_paths)


def built(folder: Path) -> BuildResult:
    return BuildResult(folder / "build/site", "https://x.example/", 7, 9, 1.5, (WARNING,), {})


def rewrite(path: Path, text: str) -> None:
    """Write `text` without changing the file's times."""
    before = path.stat()
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_an_unchanged_guide_is_reported_again_with_its_warnings(guide: Path) -> None:
    last = last_build(now(guide))
    assert last
    assert (last.site, last.url, last.pages, last.sheets) == (
        guide / "build/site",
        "https://x.example/",
        7,
        9,
    )
    assert (last.warnings, last.seconds, last.server_snippets) == ((WARNING,), 0, {})


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text": lambda guide: (guide / "content/principles/ask.yml").write_text("other", "utf-8"),
    "a text of the same length and time": lambda guide: rewrite(guide / "content/guide.yml", "texl"),
    "a new file": lambda guide: (guide / "content/principles/two.yml").write_text("", "utf-8"),
    "a deleted file": lambda guide: (guide / "content/principles/ask.yml").unlink(),
    "the settings": lambda guide: rewrite(guide / "site_config.yml", "tex2"),
    "a file named in the settings": lambda guide: rewrite(guide / "logo.svg", "tex2"),
    "a template": lambda guide: rewrite(guide / "templates/pages/page.html", "tex2"),
    "an edited page": lambda guide: rewrite(guide / "build/site/index.html", "tex2"),
    "a deleted page": lambda guide: (guide / "build/site/index.html").unlink(),
    "a file added to the site": lambda guide: (guide / "build/site/CNAME").write_text("x", "utf-8"),
    "the settings for a server": lambda guide: (guide / "build/hosting/nginx.conf").unlink(),
    "a link to a folder, whose files aren’t tracked": lambda guide: (guide / "content/more").symlink_to("/"),
    "a link to nothing": lambda guide: (guide / "content/more").symlink_to("nothing"),
    "a corrupt record": lambda guide: [path.write_text("{", "utf-8") for path in records(guide)],
    "a record in another format": lambda guide: [path.write_text("[1]", "utf-8") for path in records(guide)],
    "a record with numbers for paths": lambda guide: [
        path.write_text('{"extra_paths": [1]}', "utf-8") for path in records(guide)
    ],
    "a record with missing keys": lambda guide: [
        path.write_text('{"extra_paths": []}', "utf-8") for path in records(guide)
    ],
}


def records(guide: Path) -> list[Path]:
    found = list((guide / "build/cache/builds").iterdir())
    assert found
    return found


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_causes_a_build(change: Callable[[Path], object], guide: Path) -> None:
    change(guide)
    assert last_build(now(guide)) is None


def test_other_options_or_tools_cause_a_build(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert last_build(now(guide, strict=True)) is None
    monkeypatch.setattr(sys, "version", "another Python")
    assert last_build(now(guide)) is None


def test_a_checkout_that_only_changes_file_times_builds_nothing(guide: Path) -> None:
    for path in (guide / "content").rglob("*.yml"):
        os.utime(path, (1, 1))
    assert last_build(now(guide))


def test_files_of_editors_do_not_count_as_changes(guide: Path) -> None:
    (guide / "content/.guide.yml.swp").write_text("x", "utf-8")
    assert last_build(now(guide))


def test_a_guide_that_changes_while_it_is_read_is_noticed(guide: Path) -> None:
    before = now(guide)
    assert not changed_since(before)
    rewrite(guide / "content/guide.yml", "tex2")
    assert changed_since(before)


def test_an_edit_during_the_build_is_built_next_time(guide: Path) -> None:
    before = now(guide)
    (guide / "content/guide.yml").write_text("late", "utf-8")
    remember(before, built(guide))
    assert last_build(now(guide)) is None


def test_an_edit_that_was_undone_is_built_next_time(guide: Path) -> None:
    """The site can contain the text from in between."""
    file, before = guide / "content/guide.yml", now(guide)
    for path in records(guide):
        path.unlink()
    file.write_text("late", "utf-8")
    remember(before, built(guide))
    file.write_text("text", "utf-8")
    assert last_build(now(guide)) is None
    remember(before, built(guide))
    assert last_build(now(guide)) is None


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/")], ids=["a pipe", "a folder"])
def test_what_cannot_be_read_as_a_file_is_neither_read_nor_recorded(
    make: Callable[[Path], None], guide: Path
) -> None:
    """A pipe would never end, and a link to a folder can hide anything."""
    make(guide / "content/more")
    (record,) = records(guide)
    before = record.read_bytes()
    assert now(guide).contents == ""
    remember(now(guide), built(guide))
    assert record.read_bytes() == before


def test_a_file_that_disappears_while_it_is_read_causes_a_build(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up_to_date, "open", without("guide.yml"), raising=False)
    assert now(guide).contents == ""


def without(name: str) -> Callable[..., IO[bytes]]:
    """Return a function that opens any file but one called `name`."""

    def opened(path: str, mode: str) -> IO[bytes]:
        if path.endswith(f"/{name}"):
            raise FileNotFoundError
        return Path(path).open("rb")

    return opened


def test_files_with_the_same_times_and_sizes_are_not_read_again(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up_to_date, "RECENT", -1)
    remember(now(guide), built(guide))
    monkeypatch.setattr(up_to_date, "open", without("ask.yml"), raising=False)
    assert last_build(now(guide))
    rewrite(guide / "content/guide.yml", "tex2")
    assert now(guide).contents == ""


def test_files_edited_a_moment_before_the_build_are_read_again(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On some disks, another edit in the same two seconds would give them the same times."""
    monkeypatch.setattr(up_to_date, "open", without("ask.yml"), raising=False)
    assert last_build(now(guide)) is None


@pytest.mark.parametrize("name", ["site-packages", "dist-packages"])
def test_another_version_of_a_package_causes_a_build(
    name: str, guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "lib" / name
    (packages / "typst-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages), str(tmp_path / "gone" / name)])
    assert last_build(now(guide)) is None
    remember(now(guide), built(guide))
    (packages / "__pycache__").mkdir()
    assert last_build(now(guide))
    (packages / "typst-1.0.dist-info").rename(packages / "typst-1.1.dist-info")
    assert last_build(now(guide)) is None


def test_other_folders_of_pythons_path_do_not_count(
    guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine/a-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "mine")])
    assert last_build(now(guide))


def test_an_edit_at_the_moment_of_the_build_is_noticed_by_its_content(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On some disks, two edits can have the same time, so only the text differs."""
    edited = str(guide / "content/guide.yml")
    real = up_to_date._file_state
    old = real(edited)
    rewrite(guide / "content/guide.yml", "tex2")
    monkeypatch.setattr(up_to_date, "_file_state", lambda path: old if path == edited else real(path))
    assert last_build(now(guide)) is None


def test_a_read_only_disk_only_loses_the_record(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    (guide / "content/guide.yml").write_text("new", "utf-8")
    remember(now(guide), built(guide))
    assert last_build(now(guide)) is None


RUN = """
import sys
from generator.__main__ import main
sys.argv = ["advice", "build"]
try:
    main()
finally:
    print(sorted(name for name in sys.modules if "." not in name))
"""


def test_no_library_is_loaded_when_nothing_changed(guide: Path) -> None:
    """Starting Python takes most of the time of such a build."""
    note = records(guide)[0]
    note.write_text(note.read_text("utf-8").replace(record_of_warnings(note), '"warnings": []'), "utf-8")
    run = subprocess.run([sys.executable, "-c", RUN], cwd=guide, capture_output=True, text=True, check=True)
    assert "Nothing changed: 7 pages and 9 printable sheets.\nThe site is in build/site." in run.stdout
    loaded = run.stdout.splitlines()[-1]
    assert [name for name in ("click", "mkdocs", "yaml", "jinja2", "pydantic") if f"'{name}'" in loaded] == []


def test_a_plain_build_is_recognized_by_its_folder_and_address(
    guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = records(guide)[0]
    note.write_text(note.read_text("utf-8").replace(record_of_warnings(note), '"warnings": []'), "utf-8")
    monkeypatch.delenv("ADVICE_URL", raising=False)
    for option in ("-C", "--project"):
        assert _summary_if_up_to_date(["build", option, str(guide)]).startswith("Nothing changed")
    assert not _summary_if_up_to_date(["build", "--strict", "-C", str(guide)])
    monkeypatch.setenv("ADVICE_URL", "https://elsewhere.org/")
    assert not _summary_if_up_to_date(["build", "-C", str(guide)])


def record_of_warnings(note: Path) -> str:
    text = note.read_text("utf-8")
    return text[text.index('"warnings"') : -1]


def test_the_settings_of_another_language_are_no_record_but_its_texts_are_like_one(guide: Path) -> None:
    before, folder = now(guide, []), guide / "content/languages"
    folder.mkdir()
    (folder / "es.yml").write_text("text", "utf-8")
    with_settings = now(guide, [])
    assert with_settings.records == before.records
    assert with_settings.rest not in ("", before.rest)
    (folder / "es.po").write_text("text", "utf-8")
    with_texts = now(guide, [])
    assert with_texts.records.keys() - before.records.keys() == {"languages/es.po"}
