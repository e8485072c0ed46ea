"""`advice init` makes a guide on any subject that builds right away, wherever the program is installed."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator import __version__
from generator.build import load_checked
from generator.cli import program_files
from generator.cli.check import check_all
from generator.cli.init import command
from generator.cli.program_files import HOSTS, Program, digest, requirements, running_program
from generator.engine.files import walk
from generator.project import TEMPLATES, Project
from tests.support.documents import missing_targets
from tests.support.paths import ROOT
from tests.support.terminal import advice


def test_a_new_guide_has_no_errors_and_shows_what_is_unfinished(tmp_path: Path) -> None:
    folder = tmp_path / "giving-feedback"
    done = advice("init", "giving-feedback", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    guide, warnings = check_all(Project.at(folder))
    assert guide.site.name == "Giving feedback"
    assert guide.outline.updated == date.today()
    assert [len(shelf) for shelf in (guide.principles, guide.checklists, guide.worksheets)] == [1, 1, 1]
    assert {warning.rule for warning in warnings} == {"unfinished", "unlocked-id", "placeholder-address"}
    assert "advice serve" in done.stdout
    assert "giving-feedback/content/principles/first-principle.yml" in done.stdout.splitlines()


def test_it_includes_settings_for_editors_and_version_control(tmp_path: Path) -> None:
    advice("init", "guide", folder=tmp_path)
    folder = tmp_path / "guide"
    assert json.loads((folder / ".vscode/extensions.json").read_text("utf-8"))
    for name in ("settings.json", "extensions.json"):
        assert (folder / f".vscode/{name}").read_bytes() == (ROOT / f".vscode/{name}").read_bytes()
    assert (folder / ".gitignore").read_text("utf-8") == "/build/\n"
    assert "advice check" in (folder / ".pre-commit-config.yaml").read_text("utf-8")
    assert (folder / "schemas/principle.json").is_file()
    hidden = {path.name for path in folder.iterdir() if path.name.startswith(".")}
    assert hidden == {".advice.json", ".gitignore", ".pre-commit-config.yaml", ".vscode"}


@pytest.mark.parametrize("host", [None, *HOSTS])
def test_every_file_that_a_document_in_a_new_guide_links_to_is_there(
    host: str | None, tmp_path: Path
) -> None:
    advice("init", tmp_path / "guide", *(["--host", host] if host else []))
    documents = [*(tmp_path / "guide").rglob("*.md")]
    assert len(documents) == 7
    for document in documents:
        assert missing_targets(document) == []


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    done = advice("init", tmp_path)
    assert done.returncode == 2
    assert "isn’t an empty folder: notes.txt is in it. Choose an empty or new folder." in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_new_repository_keeps_its_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("mine", "utf-8")
    (tmp_path / "LICENSE").write_text("mine", "utf-8")
    done = advice("init", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "\nKept as it was: README.md\n" in done.stdout
    assert (tmp_path / "README.md").read_text("utf-8") == "mine"


def test_a_name_and_an_address_can_be_given(tmp_path: Path) -> None:
    name = "Don’t “wait”: it's é"
    done = advice("init", tmp_path / "a", "--name", name, "--url", "https://north.internal/a")
    assert done.returncode == 0, done.stderr
    guide, warnings = check_all(Project.at(tmp_path / "a"))
    assert (guide.site.name, guide.site.url) == (name, "https://north.internal/a/")
    assert {warning.rule for warning in warnings} == {"unfinished", "unlocked-id"}


@pytest.mark.parametrize(
    ("option", "value", "reported"),
    [
        ("--name", "<b>", "--name can’t be used: a title can’t contain < or >; say it in words."),
        ("--url", "north", "--url can’t be used: “north/” isn’t a web address; start it with https://."),
    ],
)  # fmt: skip
def test_a_name_or_address_that_cannot_be_used_is_refused(
    option: str, value: str, reported: str, tmp_path: Path
) -> None:
    done = advice("init", tmp_path / "a", option, value)
    assert (done.returncode, done.stderr) == (2, f"{reported}\n")
    assert not (tmp_path / "a").exists()


def test_a_terminal_is_asked_until_the_answers_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    said = Terminal()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "sys.stdin", Terminal("<b>\nTenants\nnorth\nhttps://tenants.internal/\nmoon\nnetlify\n")
    )
    monkeypatch.setattr("sys.stdout", said)
    command.main(["guide"], standalone_mode=False)
    asked = said.getvalue()
    assert "What’s it called? [Guide]: Error: a title can’t contain < or >" in asked
    assert "[https://guide.example/]: Error: “north/” isn’t a web address; start it with https://.\n" in asked
    assert "'moon' is not one of" in asked
    settings = (tmp_path / "guide/site_config.yml").read_text("utf-8")
    assert 'name: "Tenants"\n' in settings
    assert "url: https://tenants.internal/\n" in settings
    assert (tmp_path / "guide/netlify.toml").is_file()


@pytest.mark.parametrize("host", HOSTS)
def test_what_a_host_needs_is_written_with_a_new_guide_or_later(host: str, tmp_path: Path) -> None:
    for folder in ("now", "later"):
        advice(
            "init", tmp_path / folder, "--name", "Our guide", *(["--host", host] if folder == "now" else [])
        )
    before = {*walk(tmp_path / "later")}
    done = advice("init", tmp_path / "later", "--host", host)
    assert done.returncode == 0, done.stderr
    assert "\nTo publish it: " in done.stdout
    assert before < {*walk(tmp_path / "later")} == {*walk(tmp_path / "now")}
    for name in walk(tmp_path / "now"):
        assert (tmp_path / "now" / name).read_bytes() == (tmp_path / "later" / name).read_bytes(), name


def test_a_second_host_changes_no_file(tmp_path: Path) -> None:
    advice("init", tmp_path / "guide", "--host", "pages")
    requirements = tmp_path / "guide/requirements.txt"
    requirements.write_text("mine", "utf-8")
    done = advice("init", tmp_path / "guide", "--host", "netlify")
    assert "Kept as it was: requirements.txt" in done.stdout
    assert requirements.read_text("utf-8") == "mine"
    note = json.loads((tmp_path / "guide/.advice.json").read_text("utf-8"))
    assert note["hosts"] == ["pages", "netlify"]


def test_the_note_has_the_digest_of_a_file_that_is_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "guide"
    advice("init", folder, "--host", "pages")
    path = folder / ".advice.json"
    note = json.loads(path.read_text("utf-8"))
    older = dict.fromkeys(note["files"], digest(b"by an older program"))
    path.write_text(json.dumps({**note, "files": older}), "utf-8")
    (folder / "requirements.txt").unlink()
    (folder / ".github/workflows/pages.yml").write_text("mine", "utf-8")
    advice("init", folder, "--host", "pages")
    now = json.loads(path.read_text("utf-8"))["files"]
    assert now["requirements.txt"] == digest((folder / "requirements.txt").read_bytes())
    assert now[".github/workflows/pages.yml"] == digest(b"by an older program")


def test_a_guide_is_not_started_twice(tmp_path: Path) -> None:
    advice("init", tmp_path)
    done = advice("init", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"There’s already a guide in {tmp_path}. To add what a host needs, name it")


@pytest.mark.parametrize(
    ("origin", "program"),
    [
        (None, Program()),
        ({"url": "file:///home/me/advice", "dir_info": {}}, Program(is_only_here=True)),
        ({"url": "file:///gone/x.whl", "archive_info": {}}, Program(is_only_here=True)),
        (
            {"url": "https://git.internal/a.git", "vcs_info": {"vcs": "git", "commit_id": "1a2b"}},
            Program("advice-guide @ git+https://git.internal/a.git@1a2b"),
        ),
        (
            {"url": "https://a.internal/x.whl", "archive_info": {"hashes": {"sha256": "ab"}}},
            Program("advice-guide @ https://a.internal/x.whl#sha256=ab"),
        ),
    ],
)
def test_a_host_installs_the_program_from_where_it_was_installed_here(
    origin: dict[str, object] | None, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = json.dumps(origin) if origin else None
    monkeypatch.setattr(
        program_files, "distribution", lambda name: SimpleNamespace(read_text=lambda name: text)
    )
    assert running_program() == program


def test_a_program_from_a_file_goes_with_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = tmp_path / "advice_guide-1.0.0-py3-none-any.whl"
    wheel.write_bytes(b"PK")
    monkeypatch.setattr(program_files, "running_program", lambda: Program(f"./{wheel.name}", wheel))
    advice("init", tmp_path / "guide", "--host", "container")
    assert (tmp_path / "guide" / wheel.name).read_bytes() == b"PK"
    assert f"\n./{wheel.name}\nannotated-types==" in (tmp_path / "guide/requirements.txt").read_text("utf-8")
    assert f"COPY requirements.txt {wheel.name} ./" in (tmp_path / "guide/deploy/Containerfile").read_text(
        "utf-8"
    )


def test_a_host_installs_each_package_that_was_tested_here() -> None:
    pinned = re.findall(r"^(\S+==\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    first, *others = requirements(Program()).splitlines()[1:]
    assert first == f"advice-guide=={__version__}"
    assert [line.partition(" ")[0] for line in others] == pinned
    assert [line for line in others if "--hash" in line or line.endswith(("\\", " "))] == []


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("giving_feedback", "Giving feedback"),
        ("Jobs & you", "Jobs & you"),
        ("a: b", "My guide"),
        ("#1", "My guide"),
        ("<b>", "My guide"),
        ("...", "My guide"),
        ("{{x}}", "My guide"),
        ("yes", "Yes"),
    ],
)
def test_a_new_guide_can_be_checked_whatever_its_folder_is_called(
    folder: str, name: str, tmp_path: Path
) -> None:
    assert advice("init", folder, folder=tmp_path).returncode == 0
    assert load_checked(Project.at(tmp_path / folder)).site.name == name


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = advice("init", tmp_path / "file/guide")
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr


def test_a_guide_without_templates_uses_those_of_the_program(tmp_path: Path) -> None:
    advice("init", "guide", folder=tmp_path)
    templates = Project.at(tmp_path / "guide").templates
    assert templates.folders() == (TEMPLATES,) == (ROOT / "templates",)
