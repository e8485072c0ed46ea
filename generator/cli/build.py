"""`advice build`: publishes the guide, unless nothing changed since the last time."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from generator.cli import terminal
from generator.cli.report import Format
from generator.engine import up_to_date
from generator.engine.build_result import BuildResult, Engine, summary
from generator.engine.files import write_atomically
from generator.engine.up_to_date import Inputs
from generator.project import Project


@click.command("build")
@terminal.project_option
@terminal.url_option
@click.option(
    "-d",
    "--out",
    type=terminal.FOLDER,
    help="The folder to publish into. Defaults to build/site in the guide’s folder.",
)
@terminal.format_option
@terminal.strict_option
@click.option(
    "--staging",
    type=terminal.FOLDER,
    help="Also write the pages there, as an ordinary MkDocs project that other programs can build, in the "
    "guide’s original language only.",
)
@click.option(
    "--engine",
    type=click.Choice(get_args(Engine)),
    default="mkdocs",
    help="What makes the frame of each page: MkDocs with Material, or Zensical, if it’s installed.",
)
@click.option("--compress", is_flag=True, help="Also write .br and .gz files for self-hosted servers.")
@click.option("--fresh", is_flag=True, help="Build everything again, not just what changed.")
def command(
    folder: Path,
    url: str,
    out: Path | None,
    format: Format,
    strict: bool,
    staging: Path | None,
    engine: Engine,
    compress: bool,
    fresh: bool,
) -> None:
    """Build the site. The last good version stays live until the new one is complete.

    Settings for nginx and Caddy that belong to the site are written to build/hosting.
    """
    with terminal.reporting_errors(format, "Nothing was published."):
        project = Project.at(folder, url)
        target = out or project.build / "site"
        now = up_to_date.inputs(project, target, strict, compress)
        whole = fresh or staging is not None or engine != "mkdocs"
        last = None if whole else up_to_date.last_build(now)
        result = last or _build(now, staging, whole, engine)
    terminal.report_warnings(result.warnings, format)
    terminal.say(summary(result, up_to_date=bool(last)), err=format != "human")


def _build(now: Inputs, staging: Path | None, whole: bool, engine: Engine) -> BuildResult:
    """Publish a guide from the inputs `now`: the `whole` guide, or only what changed, if that's possible.

    A site by another engine isn't remembered, so the next build doesn't go on from it.
    """
    from generator.load.loader import named_by
    from generator.rebuild import Note, WholeBuildNeeded, rebuild, remember, remembered

    notes, project, options = list[Note](), now.project, (now.strict, now.compress)
    with terminal.showing_progress() as progress:
        named = [*named_by(project)]
        if not now.rest or now.extra_paths != sorted(map(str, named)):
            now = up_to_date.inputs(project, now.out, *options, named)

        def is_unchanged() -> bool:
            return not up_to_date.changed_since(now)

        try:
            note = None if whole else remembered(now)
            result = rebuild(note, now, progress, is_unchanged, notes.append)
        except WholeBuildNeeded as reason:
            from generator.build import build

            because = iter([f": building everything, because {'you asked for that' if whole else reason}"])

            def explained(step: str) -> None:
                progress(step + next(because, ""))

            result = build(project, now.out, explained, *options, is_unchanged, staging, notes.append, engine)
        write_atomically(result.server_snippets, project.build / "hosting")
        if engine == "mkdocs":
            up_to_date.remember(now, result)
            for made in notes:
                remember(made, now)
    return result
