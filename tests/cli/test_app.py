"""What people see in the terminal, and what scripts read from the exit status."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import app, check
from generator.cli.lock import update_lock
from generator.project import Project
from tests.support.terminal import advice
from tests.support.without_pdfs import make_no_papers


def process(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command as users do. Other tests stay in this process, since starting one is slow."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def add_error(folder: Path) -> None:
    path = folder / "content/principles/ask-first.yml"
    path.write_text(path.read_text("utf-8").replace("name: As", "nam: As"), "utf-8")


@pytest.fixture
def small_guide(small_guide: Path) -> Path:
    """The small guide with all its IDs locked, so that there's nothing to warn about."""
    update_lock(Project.at(small_guide))
    return small_guide


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = copy_small_guide(tmp_path_factory.mktemp("built") / "guide")
    return folder, process("build", folder=folder)


def test_a_build_ends_with_its_results_and_how_to_view_the_site(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, done = built
    assert done.returncode == 0, done.stderr
    reported = re.match(r"Built (\d+) pages and (\d+) printable sheets in \d", done.stdout)
    assert reported
    assert int(reported[1]) > 11  # one for each record, and those that list them
    assert int(reported[2]) >= 4  # a sheet in four editions, and what is printed for the workshop
    assert "python3 -m http.server --directory build/site" in done.stdout
    assert "Typesetting worksheets…\n" in done.stderr
    assert (folder / "build/site/principles/ask-first/index.html").is_file()
    assert (folder / "build/hosting/nginx-server.conf").is_file()


def test_an_error_stops_a_build_with_status_1_and_the_last_site_stays(
    built: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = built
    path = folder / "content/principles/ask-first.yml"
    good, page = path.read_text("utf-8"), folder / "build/site/index.html"
    before = page.read_bytes()
    add_error(folder)
    done = process("build", folder=folder)
    path.write_text(good, "utf-8")
    assert done.returncode == 1
    assert "content/principles/ask-first.yml:2:1: error: there’s no field called “nam” here" in done.stderr
    assert done.stderr.endswith("1 error. Nothing was published.\n")
    assert page.read_bytes() == before


def test_a_check_reports_that_there_are_no_problems(small_guide: Path) -> None:
    done = advice("check", "--project", small_guide)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "14 records and 2 sources checked. No problems."


def test_a_check_for_programs_prints_json_and_nothing_else(small_guide: Path) -> None:
    assert json.loads(advice("check", "--project", small_guide, "--format", "json").stdout) == []
    add_error(small_guide)
    done = advice("check", "--project", small_guide, "--format", "json")
    assert done.returncode == 1
    assert [problem["rule"] for problem in json.loads(done.stdout)] == ["unknown-field"]


def test_a_check_annotates_on_github(small_guide: Path) -> None:
    add_error(small_guide)
    done = advice("check", "--project", small_guide, "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=content/principles/ask-first.yml,line=2,col=1,")


def add_warning(folder: Path) -> None:
    """Make an edit that causes a warning and nothing else."""
    path = folder / "content/principles/ask-first.yml"
    path.write_text(path.read_text("utf-8").replace("name: Asking", "name: Assking"), "utf-8")


def test_a_check_reads_nothing_again_until_something_changes(
    monkeypatch: pytest.MonkeyPatch, small_guide: Path
) -> None:
    runs, check_all = list[Project](), check.check_all

    def counted(project: Project) -> object:
        runs.append(project)
        return check_all(project)

    def report() -> tuple[object, str, str]:
        done = advice("check", "--project", small_guide)
        return done.returncode, done.stdout, done.stderr

    monkeypatch.setattr(check, "check_all", counted)
    add_warning(small_guide)
    first = report()
    assert "“Assking”" in first[2]
    assert (report(), len(runs)) == (first, 1)
    add_error(small_guide)
    broken = report()
    assert "“nam”" in broken[2]
    assert (report(), len(runs)) == (broken, 3)  # errors are looked for each time


def test_a_warning_is_counted_and_does_not_fail_a_check(small_guide: Path) -> None:
    add_warning(small_guide)
    done = advice("check", "--project", small_guide)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "14 records and 2 sources checked. No errors."
    assert "content/principles/ask-first.yml:2:7: warning: “Assking” isn’t in the dictionary" in done.stderr
    assert done.stderr.endswith("\n1 warning.\n")


def test_programs_and_github_get_warnings(small_guide: Path) -> None:
    add_warning(small_guide)
    done = advice("check", "--project", small_guide, "--format", "json")
    reported = [(problem["severity"], problem["rule"]) for problem in json.loads(done.stdout)]
    assert (done.returncode, reported) == (0, [("warning", "misspelling")])
    done = advice("check", "--project", small_guide, "--format", "github")
    assert done.returncode == 0
    assert done.stdout.startswith("::warning file=content/principles/ask-first.yml,line=2,col=7,")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("format", ["human", "github", "json"])
def test_a_strict_check_fails_for_a_warning(format: str, small_guide: Path) -> None:
    assert advice("check", "--strict", "--project", small_guide, "--format", format).returncode == 0
    add_warning(small_guide)
    done = advice("check", "--strict", "--project", small_guide, "--format", format)
    assert done.returncode == 1
    assert "“Assking”" in done.stdout + done.stderr
    assert "records" not in done.stdout + done.stderr
    if format == "human":
        assert done.stderr.endswith("1 warning. With --strict, warnings are errors.\n")


def test_warnings_are_reported_next_to_an_error(small_guide: Path) -> None:
    add_error(small_guide)
    page = small_guide / "content/pages/why-it-is-hard.yml"
    page.write_text(page.read_text("utf-8").replace("Nobody likes", "Nobody nobody likes"), "utf-8")
    template = advice("check", "--project", small_guide)
    assert template.returncode == 1
    assert template.stderr.endswith("\n1 error, 1 warning.\n")
    assert template.stderr.index("[unknown-field]") < template.stderr.index("[doubled-word]")


def test_a_strict_build_fails_on_a_warning_and_a_plain_one_reports_it(
    small_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_no_papers(monkeypatch)
    add_warning(small_guide)
    strict = advice("build", "--strict", folder=small_guide)
    assert strict.returncode == 1
    assert strict.stderr.endswith("1 warning. Nothing was published.\n")
    assert not (small_guide / "build/site").exists()
    done = advice("build", "--format", "json", folder=small_guide)
    assert done.returncode == 0
    assert [problem["severity"] for problem in json.loads(done.stdout)] == ["warning"]
    assert " pages and " in done.stderr
    assert (small_guide / "build/site/index.html").is_file()


@pytest.mark.parametrize(
    ("command", "needed"),
    [(["check"], True), (["lock"], False), (["sheets", "--help"], False), (["-h"], False)],
)
def test_the_dictionary_is_read_only_where_words_are_looked_up(
    command: list[str], needed: bool, small_guide: Path
) -> None:
    watch = (
        "import os, sys\n"
        f"sys.argv = ['advice', *{command!r}]\n"
        "def hook(event, arguments):\n"
        "    if event == 'open' and str(arguments[0]).endswith('en.json.gz'): os.write(2, b'read')\n"
        "sys.addaudithook(hook)\n"  # forks inherit it
        "from generator.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch], cwd=small_guide, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ("read" if needed else "")


@pytest.mark.parametrize("missing", ["content", "site_config.yml"])
def test_a_folder_without_a_guide_is_refused_with_status_2(missing: str, small_guide: Path) -> None:
    (small_guide / missing).rename(small_guide / "elsewhere")
    done = advice("check", folder=small_guide)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{small_guide} isn’t a guide: {missing} is missing")
    assert "--project" in done.stderr


def test_a_foreign_folder_is_refused_with_status_2(small_guide: Path, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/thesis.docx").write_text("years", "utf-8")
    done = advice("build", "--out", tmp_path / "documents", folder=small_guide)
    assert done.returncode == 2
    assert "it contains files that this program didn’t make" in done.stderr
    assert (tmp_path / "documents/thesis.docx").read_text("utf-8") == "years"


def test_a_folder_that_cannot_be_created_is_reported_with_status_3(small_guide: Path) -> None:
    done = advice("build", "--out", "/proc/site", folder=small_guide)
    assert done.returncode == 3
    assert "Nothing was published." in done.stderr


def test_an_unknown_command_is_refused_with_status_2_and_a_suggestion() -> None:
    done = advice("buidl")
    assert done.returncode == 2
    assert "There’s no command “buidl”. Did you mean “build”?" in done.stderr
    assert "The commands are build, check, init" in advice("xyzzy").stderr


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["check", "-h"], ["serve", "-h"]])
def test_help_is_printed(arguments: list[str]) -> None:
    done = advice(*arguments)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: ")


def test_a_bug_is_reported_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], small_guide: Path
) -> None:
    def fail(project: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(check, "check_all", fail)
    monkeypatch.setattr(sys, "argv", ["advice", "check", "--project", str(small_guide)])
    with pytest.raises(SystemExit) as end:
        app.run()
    assert end.value.code == 3
    stderr = capsys.readouterr().err
    assert "You didn’t cause it" in stderr
    assert "Traceback" not in stderr


def test_an_interrupted_build_keeps_the_last_site_and_reports_it(small_guide: Path) -> None:
    site = small_guide / "build/site"
    assert advice("build", folder=small_guide).returncode == 0
    before = (site / "index.html").read_bytes()
    with (small_guide / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("# something to build\n")
    started = subprocess.Popen(
        [sys.executable, "-m", "generator", "build"],
        cwd=small_guide,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stderr is not None
    assert started.stderr.readline() == "Reading content…\n"
    started.send_signal(signal.SIGTERM)
    _, stderr = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Stopped." in stderr
    assert "Traceback" not in stderr
    assert (site / "index.html").read_bytes() == before
    assert not list(site.parent.glob(".site.new-*"))
