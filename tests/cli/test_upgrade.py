"""`advice upgrade` renews what the program wrote, and keeps what someone changed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator import __version__
from generator.cli import upgrade as upgrade_module
from generator.cli.program_files import WrittenFiles, digest
from generator.cli.upgrade import news, upgrade
from generator.engine.files import walk
from generator.problems import Refusal
from generator.project import Project
from tests.support.terminal import advice

CHANGELOG = """# Changelog

## 1.2.0 (2027-03-01)

### The guide

- Not for you.

### The program

- Second.

## 1.1.0 (2027-02-01)

- First.

## 1.0.0 (2027-01-01)

### The program

- Nothing new.
"""


@pytest.fixture(scope="module")
def new_guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new guide, for two hosts."""
    folder = tmp_path_factory.mktemp("new") / "guide"
    advice("init", folder, "--host", "pages")
    advice("init", folder, "--host", "server")
    return folder


@pytest.fixture
def guide(new_guide: Path, tmp_path: Path) -> Path:
    """A copy of the new guide, for a test to change."""
    return Path(shutil.copytree(new_guide, tmp_path / "guide"))


def older(folder: Path, version: str = "0.9", **files: str) -> None:
    """Make `folder` a guide of an older program, which wrote these `files` with other texts."""
    path = folder / ".advice.json"
    note = json.loads(path.read_text("utf-8")) | {"version": version}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        note["files"][name] = digest(text.encode())
    path.write_text(json.dumps(note), "utf-8")


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in walk(folder)}


def test_a_guide_of_the_same_version_stays_as_it_is(guide: Path) -> None:
    before = content(guide)
    done = advice("upgrade", "--project", guide)
    assert (done.returncode, done.stdout) == (0, f"Everything is as version {__version__} writes it.\n")
    assert content(guide) == before


def test_files_of_an_older_program_are_renewed_and_what_authors_wrote_stays(guide: Path) -> None:
    new = content(guide)
    older(guide, **{"docs/writing.md": "old", ".vscode/settings.json": "{}", "deploy/gone.conf": "old"})
    (guide / "schemas/principle.json").write_text("{}", "utf-8")
    (guide / "content/sources.yml").write_text("mine", "utf-8")
    settings = (guide / "site_config.yml").read_text("utf-8")
    (guide / "site_config.yml").write_text(re.sub("requires: .*", 'requires: ">=0.9,<1"', settings), "utf-8")
    done = advice("upgrade", "--project", guide)
    assert done.returncode == 0, done.stderr
    changed = re.findall(r"^Wrote: (.*)", done.stdout, re.M)
    assert changed == [
        ".vscode/settings.json",
        "docs/writing.md",
        "schemas/principle.json",
        "site_config.yml",
    ]
    assert "Removed, because it’s no longer needed: deploy/gone.conf\n" in done.stdout
    assert content(guide) == new | {"content/sources.yml": b"mine"}


def test_a_dry_run_reports_the_same_and_writes_nothing(guide: Path) -> None:
    older(guide, **{"docs/writing.md": "old", "deploy/gone.conf": "old"})
    before = content(guide)
    done = advice("upgrade", "--dry-run", "--project", guide)
    assert re.findall("^Would .*: .*", done.stdout, re.M) == [
        "Would write: docs/writing.md",
        "Would remove, because it’s no longer needed: deploy/gone.conf",
    ]
    assert content(guide) == before


def test_a_file_that_someone_changed_is_kept_and_named_once(guide: Path) -> None:
    older(guide, **{"README.md": "old"})
    (guide / "README.md").write_text("mine", "utf-8")
    done = advice("upgrade", "--project", guide)
    assert "Kept, because it differs from the program’s: README.md\n" in done.stdout
    assert (guide / "README.md").read_text("utf-8") == "mine"
    assert "README.md" not in advice("upgrade", "--project", guide).stdout


def test_what_differs_can_be_seen_and_given_up(guide: Path) -> None:
    ours = (guide / "README.md").read_text("utf-8")
    (guide / "README.md").write_text("mine", "utf-8")
    seen = advice("upgrade", "--diff", "--project", guide).stdout
    assert "--- yours/README.md\n+++ the program’s/README.md\n" in seen
    assert "\n-mine\n+# Guide\n" in seen
    done = advice("upgrade", "--replace", "README.md", "--project", guide)
    assert "Wrote: README.md\n" in done.stdout
    assert (guide / "README.md").read_text("utf-8") == ours


def test_a_file_that_someone_deleted_comes_back_only_on_request(guide: Path) -> None:
    path = guide / ".pre-commit-config.yaml"
    path.unlink()
    advice("upgrade", "--project", guide)
    assert not path.exists()
    advice("upgrade", "--replace", path.name, "--project", guide)
    assert path.exists()


def test_line_endings_of_version_control_are_no_change(guide: Path) -> None:
    older(guide, **{"docs/writing.md": "old\nlines\n"})
    (guide / "docs/writing.md").write_bytes(b"old\r\nlines\r\n")
    assert "docs/writing.md" in upgrade(Project.at(guide)).files


def test_a_guide_without_a_note_gets_what_it_lacks_and_keeps_the_rest(small_guide: Path) -> None:
    (small_guide / "README.md").write_text("mine", "utf-8")
    done = advice("upgrade", "--project", small_guide)
    assert "Wrote: docs/writing.md\n" in done.stdout
    assert "Kept, because it differs from the program’s: README.md\n" in done.stdout
    assert (small_guide / "site_config.yml").read_text("utf-8").endswith(f'requires: ">={__version__},<2"\n')
    assert not (small_guide / "requirements.txt").exists()
    assert advice("check", "--project", small_guide).returncode == 0


def require(folder: Path, requires: str) -> None:
    """Put the YAML `requires` in place of that field."""
    path = folder / "site_config.yml"
    path.write_text(re.sub("^requires: .*", requires, path.read_text("utf-8"), flags=re.M), "utf-8")


@pytest.mark.parametrize(
    "own", ['requires: "==1.*"', "requires: '!=1.1,>=1'  # why", 'requires:\n  "~=1.0"', "requires: []"]
)
def test_versions_that_an_author_chose_stay(own: str, guide: Path) -> None:
    require(guide, own)
    path = guide / "site_config.yml"
    done = advice("upgrade", "--project", guide)
    assert done.stdout == f"Everything is as version {__version__} writes it.\n"
    assert f"\n{own}\n" in path.read_text("utf-8")


def test_an_author_who_chose_other_versions_reads_what_to_write(guide: Path) -> None:
    require(guide, "requires: ==0.9.*  # as tested")
    assert "[other-program]" in advice("check", "--project", guide).stderr
    done = advice("upgrade", "--project", guide)
    assert done.stdout == (
        'Kept, because someone chose it: requires: "==0.9.*" in site_config.yml. It leaves out version '
        f'{__version__}. To build the guide with that, write: requires: ">={__version__},<2"\n'
    )
    assert "requires: ==0.9.*  # as tested\n" in (guide / "site_config.yml").read_text("utf-8")


@pytest.mark.parametrize("written", ["requires: '>=0.9,<1'  # ours", 'requires:\n  ">=0.9,<1"  # ours'])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_versions_that_the_program_wrote_are_renewed(written: str, line_end: str, guide: Path) -> None:
    require(guide, written)
    path = guide / "site_config.yml"
    path.write_bytes(before := path.read_bytes().replace(b"\n", line_end.encode()))
    advice("upgrade", "--project", guide)
    after = re.sub(rb"""['"]>=0\.9,<1['"]""", f'">={__version__},<2"'.encode(), before)
    assert path.read_bytes() == after != before


def test_an_older_program_refuses(guide: Path) -> None:
    older(guide, "99.1")
    done = advice("upgrade", "--project", guide)
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"Version 99.1 of the program wrote the files of this guide, but this is {__version__}."
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '{"version": "new", "hosts": [], "files": {}}',
        '{"version": "1.0", "hosts": [["x"]], "files": {}}',
        '{"version": "1.0", "hosts": "pages", "files": {}}',
        '{"version": "1.0", "hosts": [], "files": [[1, 2]]}',
    ],
)
def test_a_note_that_cannot_be_read_is_refused(text: str, guide: Path) -> None:
    (guide / ".advice.json").write_text(text, "utf-8")
    with pytest.raises(Refusal, match="Restore it from version control, or delete it"):
        WrittenFiles.read(guide)


def test_nothing_outside_the_guide_is_touched(guide: Path) -> None:
    outside = guide.parent / "letter.txt"
    outside.write_text("mine", "utf-8")
    older(guide, **{"../letter.txt": "mine"})
    done = advice("upgrade", "--project", guide)
    assert (done.returncode, done.stderr.partition(".txt")[2]) == (
        2,
        " is outside the guide’s folder, or a link leads there. Nothing was changed.\n",
    )
    assert outside.read_text("utf-8") == "mine"


def test_a_link_to_elsewhere_is_not_followed(guide: Path) -> None:
    shutil.rmtree(guide / "docs")
    (guide.parent / "elsewhere").mkdir()
    (guide / "docs").symlink_to(guide.parent / "elsewhere")
    (guide / ".advice.json").unlink()
    assert advice("upgrade", "--project", guide).returncode == 2
    assert not [*(guide.parent / "elsewhere").iterdir()]


def test_a_guide_with_its_own_templates_learns_how_to_compare_them(guide: Path) -> None:
    (guide / "templates/strings").mkdir(parents=True)
    (guide / "templates/strings/en.yml").write_text("frame:\n  menu: What’s here\n", "utf-8")
    assert "“advice templates --diff” shows" in advice("upgrade", "--project", guide).stdout


def test_a_file_to_replace_has_to_be_the_programs(guide: Path) -> None:
    done = advice("upgrade", "--replace", "READM.md", "--project", guide)
    assert (done.returncode, done.stderr) == (
        2,
        "The program writes no file called “READM.md”. Did you mean “README.md”?\n",
    )


@pytest.mark.parametrize(
    ("since", "shown"),
    [
        ("1.2.0", []),
        ("1.1.0", ["", "New in 1.2.0 (2027-03-01):", "- Second."]),
        (
            "1.0.0",
            ["", "New in 1.2.0 (2027-03-01):", "- Second.", "", "New in 1.1.0 (2027-02-01):", "- First."],
        ),
    ],
)  # fmt: skip
def test_what_is_new_for_the_program_since_the_last_version_is_shown(
    since: str, shown: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    monkeypatch.setattr(upgrade_module, "document", tmp_path.joinpath)
    monkeypatch.setattr(upgrade_module, "__version__", "1.2.0")
    assert [line.strip() for line in news(since)] == shown


def test_the_changelog_has_a_section_for_this_version(guide: Path) -> None:
    older(guide)
    done: Any = advice("upgrade", "--project", guide)
    assert re.search(rf"^New in {re.escape(__version__)}\b.*:$", done.stdout, re.M)
