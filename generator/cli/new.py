"""`advice new`: starts a record that can be checked right away, for an author to fill in.

Whatever is still to be written says TODO, and checks warn about it.
"""

from __future__ import annotations

from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from generator.check.check import check
from generator.cli.init import starters
from generator.cli.terminal import project_option, reporting_errors
from generator.cli.yaml_edit import append_entry
from generator.engine.files import write_atomically
from generator.load.files import read_bytes
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import KINDS, Guide
from generator.model.page import Page
from generator.problems import ContentError, Refusal, SystemFailure
from generator.project import Project, relative_to_cwd

NEW = {kind.word: kind for kind in KINDS if kind is not Page}
"""The kinds of records that can be started, by the word that authors use."""


@click.command("new")
@click.argument("word", metavar="KIND", type=click.Choice(list(NEW)))
@click.argument("id")
@project_option
def command(word: str, id: str, folder: Path) -> None:
    """Start a moment, principle, checklist, worksheet, message or workshop.

    KIND is one of these words. ID becomes the file name and the address, such as `advice new checklist
    before-the-talk`. The record is also listed in content/guide.yml.
    """
    with reporting_errors(ending="Nothing was written."):
        path = create(Project.at(folder), word, id)
    click.echo(f"Created {relative_to_cwd(path)} and listed it in content/guide.yml.")
    click.echo("Fill in each TODO. “advice check” lists what’s left.")


def create(project: Project, word: str, id: str) -> Path:
    """Write a starter for a record of the kind `word`, list it in content/guide.yml, and return its path.

    Raises `Refusal` for an ID that can't be used, and `ContentError` if there are errors in the guide or the
    record would be one; then nothing is written.
    """
    kind = NEW[word]
    guide = check(load(project))
    path = project.content / kind.folder / f"{_slug(id)}.yml"
    if path.exists():
        raise Refusal(f"{project.relative(path)} already exists. Choose another ID, or edit that file.")
    outline = project.content / "guide.yml"
    before = read_bytes(outline, project)
    after = append_entry(before.decode("utf-8-sig"), kind.folder, f"{word.capitalize()}s", id)
    new = {
        project.relative(path): _starter(word, id, guide, project),
        project.relative(outline): after.encode(),
    }
    try:
        write_atomically(new, project.root)
        check(load(project))
    except (ContentError, SystemFailure):
        # Other rules can refuse the ID: it was retired, or another page has its address.
        path.unlink(missing_ok=True)
        write_atomically({project.relative(outline): before}, project.root)
        raise
    return path


def _slug(id: str) -> Slug:
    try:
        return Slug.parse(id)
    except PydanticCustomError as error:
        context = error.context or {}
        message = ": ".join(filter(None, (context["message"], context.get("fix"))))
        raise Refusal(f"{message[:1].upper()}{message[1:]}.") from None


def _starter(word: str, id: str, guide: Guide, project: Project) -> bytes:
    """Return the text of a new file, which cites a source and the first principle of the guide."""
    source = min(guide.sources.values(), key=lambda source: source.kind != "ours").id
    principle = guide.outline.principles.show[0]
    link, title = f"principles/{principle}", id.replace("-", " ").capitalize()
    template = starters(project.templates).get_template(f"{word}.yml")
    return template.render(id=id, title=title, source=source, principle=principle, link=link).encode()
