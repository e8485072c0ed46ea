"""`advice new`: starts a record that can be checked right away, for an author to fill in.

Whatever is still to be written says TODO, and checks warn about it.
"""

from __future__ import annotations

from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from generator.check.check import check
from generator.cli.init import starters
from generator.cli.own_starter import own_starter
from generator.cli.terminal import project_option, reporting_errors
from generator.cli.yaml_edit import append_entry
from generator.engine.files import write_atomically
from generator.load.files import read_bytes
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import KINDS, Guide
from generator.model.own_kinds import OwnRecord
from generator.model.page import Page
from generator.model.record import Record
from generator.model.words import capital
from generator.problems import ContentError, Refusal, SystemFailure, did_you_mean
from generator.project import Project, relative_to_cwd

NEW = {kind.word: kind for kind in KINDS if kind is not Page}
"""The kinds of records that can be started, by the word that authors use."""


class AnyKind(click.Choice[str]):
    """One of the program’s words for kinds, or one that only the guide knows."""

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        return value


@click.command("new")
@click.argument("word", metavar="KIND", type=AnyKind(list(NEW)))
@click.argument("id")
@project_option
def command(word: str, id: str, folder: Path) -> None:
    """Start a moment, principle, checklist, worksheet, message or workshop.

    KIND is one of these words, or what your guide calls a kind. ID becomes the file name and address, such
    as `advice new checklist before-the-talk`. The record is also listed in content/guide.yml.
    """
    with reporting_errors(ending="Nothing was written."):
        path = create(Project.at(folder), word, id)
    click.echo(f"Created {relative_to_cwd(path)} and listed it in content/guide.yml.")
    click.echo("Fill in each TODO. “advice check” lists what’s left.")


def create(project: Project, word: str, id: str) -> Path:
    """Write a starter for a record of the kind `word`, list it in content/guide.yml, and return its path.

    Raises `Refusal` for an unknown kind or an ID that can't be used, and `ContentError` if there are
    errors in the guide or the record would be one; then nothing is written.
    """
    guide = check(load(project))
    kind = _kind(word, guide)
    path = project.content / kind.folder / f"{_slug(id)}.yml"
    if path.exists():
        raise Refusal(f"{project.relative(path)} already exists. Choose another ID, or edit that file.")
    outline = project.content / "guide.yml"
    before = read_bytes(outline, project)
    after = append_entry(before.decode("utf-8-sig"), kind.folder, _title(kind), id)
    new = {
        project.relative(path): _starter(kind, id, guide, project),
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


def _kind(word: str, guide: Guide) -> type[Record]:
    """Return the kind that the program or the guide calls `word`; raises `Refusal` if there’s none."""
    kinds = {name: kind for kind in guide.kinds if kind is not Page for name in (kind.noun(), kind.word)}
    if word not in kinds:
        hint = did_you_mean(word, kinds).capitalize() or f"Choose from: {', '.join(kinds)}."
        raise Refusal(f"There’s no kind called “{word}”. {hint}")
    return kinds[word]


def _title(kind: type[Record]) -> str:
    return capital(kind.named.many if kind.named else f"{kind.word}s")


def _slug(id: str) -> Slug:
    try:
        return Slug.parse(id)
    except PydanticCustomError as error:
        context = error.context or {}
        message = ": ".join(filter(None, (context["message"], context.get("fix"))))
        raise Refusal(f"{message[:1].upper()}{message[1:]}.") from None


def _starter(kind: type[Record], id: str, guide: Guide, project: Project) -> bytes:
    """Return the text of a new file, which cites a source and the first principle of the guide."""
    source = min(guide.sources.values(), key=lambda source: source.kind != "ours").id
    principle = guide.outline.principles.show[0]
    link, title = f"principles/{principle}", id.replace("-", " ").capitalize()
    if issubclass(kind, OwnRecord):
        return own_starter(kind, title, link, guide).encode()
    template = starters(project.templates).get_template(f"{kind.word}.yml")
    return template.render(id=id, title=title, source=source, principle=principle, link=link).encode()
