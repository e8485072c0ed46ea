"""What hosts need is in the repository: the container's files, and the settings of Netlify and Cloudflare."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pathspec import PathSpec

from generator.cli.program_files import HOSTS, host_files
from tests.support.nightly import representatives
from tests.support.paths import GUIDE, ROOT
from tests.support.white_label import documented_files

CONTAINERFILE = re.sub(r"\\\n\s*", "", (ROOT / "deploy/Containerfile").read_text("utf-8"))
STAGES = CONTAINERFILE.split("\nFROM ")[1:]
BUILD = "pip install --require-hashes -r requirements.txt && python -m generator build"


def ignored() -> PathSpec[Any]:
    """Return what `.dockerignore` keeps out of the container.

    It has the patterns of .gitignore, but all of them start at the top.
    """
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    patterns = [re.sub("^(!?)", r"\1/", line) for line in lines if line and not line.startswith("#")]
    return PathSpec.from_lines("gitignore", patterns)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What goes into the container of an adopter: this repository with the changes of docs/white-label.md."""
    folder, adopters = (tmp_path_factory.mktemp("container") / name for name in ("context", "adopters"))
    # Templates of one's own are for a folder apart; here, they're the program's.
    documented = documented_files()
    for name, text in ((name, documented[name]) for name in documented if not name.startswith("templates/")):
        (adopters / name).parent.mkdir(parents=True, exist_ok=True)
        (adopters / name).write_text(text, "utf-8")
    left_out = ignored()
    for source in (ROOT, adopters):

        def unneeded(place: str, names: list[str], source: Path = source) -> set[str]:
            here = Path(place).relative_to(source)
            return {name for name in names if left_out.match_file((here / name).as_posix())}

        shutil.copytree(source, folder, ignore=unneeded, dirs_exist_ok=True)
    # One kind of sheet is enough here.
    settings = folder / "site_config.yml"
    text = re.sub(r"^(papers|editions|offline): .*\n", "", settings.read_text("utf-8"), flags=re.M)
    settings.write_text(f"{text}papers: [a4]\neditions: [print]\noffline: no\n", "utf-8")
    return folder


def instructions(stage: str, kind: str) -> Iterator[str]:
    for line in stage.splitlines():
        if line.startswith(f"{kind} "):
            yield line.removeprefix(f"{kind} ")


def test_every_file_that_the_container_takes_is_in_its_context(context: Path) -> None:
    copied = [shlex.split(copy) for stage in STAGES for copy in instructions(stage, "COPY")]
    from_context = [source for words in copied if not words[0].startswith("--from") for source in words[:-1]]
    assert {"requirements.txt", ".", "deploy/nginx.conf"} <= {*from_context}
    assert [source for source in from_context if not (context / source).exists()] == []


def test_the_container_takes_nothing_that_only_people_who_change_the_program_need(context: Path) -> None:
    assert not {".git", ".venv", "build", "tests"} & {path.name for path in context.iterdir()}
    assert not [*context.rglob("__pycache__")]


@pytest.mark.parametrize("guide", representatives(("small", "white-labeled"), "small".__eq__))
def test_the_container_builds_a_guide(
    guide: str, context: Path, small_original: Path, tmp_path: Path
) -> None:
    if guide == "small":
        context = shutil.copytree(context, tmp_path / "context")
        shutil.rmtree(context / "content")
        shutil.copytree(GUIDE, context, dirs_exist_ok=True)
        shutil.copytree(small_original / "build/cache", context / "build/cache")  # typesetting takes long
    install, build = instructions(STAGES[0], "RUN")
    assert install.startswith("pip install ")  # what's installed is the same as here
    program, *arguments = shlex.split(build)
    assert program == "python"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=context,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    site = context / "build/site"
    home = (site / "index.html").read_text("utf-8")
    assert [text in home for text in ("Find us", "talk@north.example")] == [guide == "white-labeled"] * 2
    taken = [shlex.split(copy) for copy in instructions(STAGES[1], "COPY") if copy.startswith("--from=build")]
    sources = [Path(source).relative_to("/guide") for words in taken for source in words[1:-1]]
    assert len(sources) == 3
    assert [source for source in sources if not (context / source).exists()] == []
    assert (site / "index.html.br").is_file()


@pytest.mark.parametrize("host", HOSTS)
def test_guides_get_the_same_files_as_this_repository_except_for_the_commands(host: str) -> None:
    commands = ("pip install --require-hashes -r requirements.txt", "python -m generator")
    files = host_files(host, *commands, "advice-guide", "requirements.txt")
    own = {".dockerignore", ".github/workflows/check.yml"}  # those are about the tests of the program, too
    assert files.keys() - own
    for name in sorted(files.keys() - own):
        assert (ROOT / name).read_text("utf-8") == files[name].decode(), name


def test_netlify_and_cloudflare_build_and_publish_what_is_here() -> None:
    netlify = tomllib.loads((ROOT / "netlify.toml").read_text("utf-8"))
    text = (ROOT / "wrangler.toml").read_text("utf-8")
    cloudflare = tomllib.loads(text)
    document = (ROOT / "docs/hosting.md").read_text("utf-8")
    assert netlify["build"]["command"] == BUILD
    assert f"# {BUILD}\n" in text
    assert netlify["build"]["publish"] == cloudflare["pages_build_output_dir"] == "build/site"
    version = netlify["build"]["environment"]["PYTHON_VERSION"]
    assert f"PYTHON_VERSION = {version}," in text
    assert f"| Variable `PYTHON_VERSION` | `{version}` |" in document
    assert f"python:{version}-slim" in STAGES[0]
