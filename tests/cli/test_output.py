"""What people see in a terminal, and what's left of it in a pipe: color, amounts, steps, help, completion."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest import mock

import click
import pytest

from generator.cli import output
from generator.cli.app import NAMES, commands
from generator.cli.lock import update_lock
from generator.cli.output import Output
from generator.cli.report import report
from generator.problems import Location, Problem
from generator.project import Project
from tests.support.loops import every
from tests.support.pseudo_terminal import in_terminal
from tests.support.terminal import advice

CODES = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def broken(small_guide: Path) -> Path:
    """A guide with an error and a warning."""
    path = small_guide / "content/principles/ask-first.yml"
    path.write_text(path.read_text("utf-8").replace("name: As", "nam: As"), "utf-8")
    page = small_guide / "content/pages/why-it-is-hard.yml"
    page.write_text(page.read_text("utf-8").replace("Nobody likes", "Nobody nobody likes"), "utf-8")
    return small_guide


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_the_same_words_in_color_as_a_pipe_without(broken: Path) -> None:
    piped = advice("check", folder=broken)
    status, shown = in_terminal("check", folder=broken)
    assert (status, CODES.sub("", shown)) == (1, piped.stderr)
    place = "content/principles/ask-first.yml:2:1:"
    assert f"\x1b[1m{place}\x1b[0m \x1b[31m\x1b[1merror\x1b[0m: there" in shown
    assert "\x1b[33m\x1b[1mwarning\x1b[0m: " in shown
    assert "\x1b[31m\x1b[1m^^^\x1b[0m" in shown
    assert "\x1b[32m\x1b[1mfix:\x1b[0m " in shown
    assert "\x1b" not in piped.stdout + piped.stderr


@pytest.mark.parametrize(
    ("chosen", "variables", "stream", "colored"),
    [
        ("auto", {}, Terminal(), True),
        ("auto", {}, io.StringIO(), False),
        ("auto", {"NO_COLOR": "1"}, Terminal(), False),
        ("auto", {"NO_COLOR": ""}, Terminal(), True),
        ("auto", {"TERM": "dumb"}, Terminal(), False),
        ("auto", {"FORCE_COLOR": "1"}, io.StringIO(), True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, Terminal(), False),
        ("always", {"NO_COLOR": "1"}, io.StringIO(), True),
        ("never", {"FORCE_COLOR": "1"}, Terminal(), False),
    ],
)
def test_color_is_where_a_terminal_shows_it_unless_someone_says_otherwise(
    chosen: output.Color, variables: dict[str, str], stream: io.StringIO, colored: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Output(color=chosen).in_color(stream) is colored


def test_an_option_colors_a_pipe_but_never_what_programs_read(broken: Path) -> None:
    assert "\x1b[31m" in advice("check", "--color", "always", folder=broken).stderr
    assert "\x1b[31m" in advice("--color", "always", "check", folder=broken).stderr
    for format in every(("json", "github")):
        assert "\x1b" not in advice("check", "--color", "always", "--format", format, folder=broken).stdout


def test_an_author_cannot_color_a_terminal() -> None:
    evil = Problem(Location("a\x1b[5m.yml", 1, 1, 3, "\x1b[31mred"), "rule", "it’s \x1b[7mreversed", "\x9b1m")
    shown = report([evil], color=True)
    assert set(CODES.findall(shown)) == {f"\x1b[{code}m" for code in (0, 1, 2, 31, 32, 36)}
    assert click.unstyle(shown) == report([evil])
    assert "\x1b" not in report([evil])


@pytest.mark.parametrize("words", [["-q", "check"], ["check", "--quiet"], ["-q", "check", "-q"]])
def test_quiet_prints_only_problems(words: list[str], small_guide: Path) -> None:
    update_lock(Project.at(small_guide))
    done = advice(*words, folder=small_guide)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    path = small_guide / "content/principles/ask-first.yml"
    path.write_text(path.read_text("utf-8").replace("name: As", "nam: As"), "utf-8")
    done = advice(*words, folder=small_guide)
    assert (done.returncode, done.stdout) == (1, "")
    assert "there’s no field called “nam” here" in done.stderr


def test_quiet_commands_that_write_files_print_nothing(small_guide: Path, tmp_path: Path) -> None:
    for words in every(
        (("lock",), ("schema",), ("new", "checklist", "before-it"), ("init", str(tmp_path / "new")))
    ):
        done = advice("-q", *words, folder=small_guide)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "new/content/guide.yml").is_file()


def test_quiet_commands_print_what_they_are_asked_for(small_guide: Path, tmp_path: Path) -> None:
    text, log = "strings/en.yml", tmp_path / "access.log"
    log.write_text('- - - [28/Nov/2026:10:00:00 +0000] "GET /guide/ HTTP/1.1" 200 5\n', "utf-8")
    own = small_guide / "templates" / text
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("frame:\n  menu: What’s here\n", "utf-8")
    (small_guide / "README.md").write_text("mine", "utf-8")
    for words, shown in every(
        {
            ("templates",): f"own {text}\n",
            ("templates", "--show", text): "menu: Menu\n",
            ("templates", "--diff"): "yours:             What’s here\n",
            ("check", "--explain", "other-program"): "other-program\n",
            ("visits", str(log)): "Views of pages: ",
            ("upgrade", "--dry-run"): "Would write: docs/writing.md\n",
            ("upgrade", "--diff"): "--- yours/README.md\n",
        }.items()
    ):
        assert shown in advice("-q", *words, folder=small_guide).stdout, words


def test_a_quiet_upgrade_names_only_what_it_kept(small_guide: Path) -> None:
    (small_guide / "README.md").write_text("mine", "utf-8")
    done = advice("-q", "upgrade", folder=small_guide)
    assert done.stdout == "Kept, because it differs from the program’s: README.md\n"
    assert (small_guide / "docs/writing.md").is_file()


@pytest.mark.parametrize("words", [["-q", "check", "-v"], ["-v", "check", "-q"], ["check", "-qv"]])
def test_quiet_and_verbose_contradict_each_other(words: list[str], small_guide: Path) -> None:
    done = advice(*words, folder=small_guide)
    assert done.returncode == 2
    assert "--quiet and --verbose contradict each other" in done.stderr


def test_builds_in_a_pipe_print_each_step_once_and_details_only_when_asked(small_guide: Path) -> None:
    """A log of a build is short, however many sheets there are."""
    path = small_guide / "content/principles/ask-first.yml"
    piped = advice("build", folder=small_guide)
    assert piped.stderr.splitlines()[:2] == ["Reading content…", "Typesetting worksheets…"]
    steps = re.findall("^.*…$", piped.stderr, re.MULTILINE)
    assert len(steps) == len({*steps}) <= 6
    assert "of" not in "".join(steps).split()
    path.write_text(path.read_text("utf-8").replace("It costs one", "It costs two"), "utf-8")
    told = advice("build", "-v", folder=small_guide).stderr.splitlines()
    assert told[0] == "Building what changed…"
    assert re.fullmatch(r"  \d of \d+ pages, because of content/principles/ask-first\.yml", told[1])
    assert re.fullmatch(r"  \d+\.\d s", told[2])
    settings = small_guide / "site_config.yml"
    settings.write_text(settings.read_text("utf-8") + "\n", "utf-8")
    told = advice("-v", "build", folder=small_guide).stderr.splitlines()
    assert told[1].startswith("  building everything, because no earlier build had the same settings")
    assert any(re.fullmatch(r"Typesetting worksheets…", line) for line in told)
    assert advice("build", "-q", "--fresh", folder=small_guide).stdout == ""


def test_a_check_says_why_it_looked_at_what_only_when_asked(small_guide: Path) -> None:
    update_lock(Project.at(small_guide))
    details = [advice("check", "-v", folder=small_guide).stderr for _ in range(2)]
    assert details == ["Everything is checked.\n", "Nothing changed since the last check.\n"]
    assert advice("build", "-q", folder=small_guide).returncode == 0
    path = small_guide / "content/principles/ask-first.yml"
    path.write_text(path.read_text("utf-8").replace("It costs one", "It costs two"), "utf-8")
    shown = advice("check", "-v", folder=small_guide).stderr
    assert shown == "Edited since the last build, and so checked again: content/principles/ask-first.yml.\n"


def test_a_terminal_shows_steps_in_one_place(small_guide: Path) -> None:
    status, shown = in_terminal("sheets", "one-talk", "-p", "a4", "-e", "print", "-q", folder=small_guide)
    assert (status, shown) == (0, "")
    status, shown = in_terminal("sheets", "one-talk", "-p", "a4", "-e", "print", folder=small_guide)
    assert status == 0
    assert "Reading content…" in shown
    assert "\x1b[2K" in shown  # erases the line
    assert re.search(r"one-talk-a4-print\.pdf  \d+ KB\n", shown)
    status, shown = in_terminal(
        "sheets", "one-talk", "-p", "a4", "-e", "print", folder=small_guide, TERM="dumb"
    )
    assert shown.startswith("Reading content…\nTypesetting worksheets…\nbuild/sheets/one-talk-a4-print.pdf")
    assert "\x1b" not in shown


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_is_whole_on_a_narrow_terminal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    done = advice(*filter(None, [name]), "--help")
    assert done.returncode == 0
    # Ends of what's cut; “[OPTIONS]…” and “[SHEET]...” in the first line are how click writes “several.”
    usage, _, rest = done.stdout.partition("\n")
    assert usage.startswith("Usage: ")
    assert "..." not in re.sub(r"(COMMAND \[ARGS\]|LOG)\.\.\.", "", rest)
    assert all(words in rest for words in ("-q, --quiet", "-v, --verbose", "--color"))


def test_short_options_mean_one_thing_in_a_command_and_are_explained() -> None:
    context = click.Context(commands)
    for name in every(NAMES):
        command = commands.get_command(context, name)
        assert command
        options = [option for option in command.params if isinstance(option, click.Option)]
        words = [word for option in options for word in option.opts]
        assert len(words) == len({*words})
        assert all(option.help and option.help.endswith(".") for option in options)


def completed(line: str, folder: Path) -> list[str]:
    """Return what bash is offered for the last word of `line`."""
    words = line.split(" ")
    variables = {"_ADVICE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    with mock.patch.dict(os.environ, variables):
        done = advice(folder=folder)
    return [found.partition(",")[2] for found in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("advice s", ["schema", "serve", "sheets"]),
        ("advice serve --o", ["--open"]),
        ("advice build --qu", ["--quiet"]),
        ("advice build --color a", ["auto", "always"]),
        ("advice new work", ["worksheet", "workshop"]),
        ("advice sheets one", ["one-talk"]),
        ("advice sheets --project guide one", ["one-talk"]),
        ("advice sheets --edition l", ["large-print"]),
        ("advice sheets --paper ", ["a4", "letter"]),
        ("advice check --explain unknown-so", ["unknown-source"]),
        ("advice templates --copy pages/workshop.", ["pages/workshop.html.j2"]),
        ("advice lock --retire checklists/", ["checklists/once-there"]),
    ],
)
def test_a_shell_completes_commands_options_and_what_the_guide_has(
    line: str, words: list[str], small_guide: Path
) -> None:
    (small_guide / "content/ids.lock").write_text("checklists/once-there\n", "utf-8")
    in_another_folder = "--project" in line
    assert (
        completed(
            line.replace("guide", small_guide.name), small_guide.parent if in_another_folder else small_guide
        )
        == words
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_readme_says_how_to_complete_in_each_shell(shell: str) -> None:
    program = "import sys; sys.argv = ['advice']\nfrom generator.__main__ import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "_ADVICE_COMPLETE": f"{shell}_source"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "_ADVICE_COMPLETE" in done.stdout
