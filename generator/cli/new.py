"""`advice new`: starts a record or an entry that can be checked right away, for an author to fill in.

Whatever is still to be written says TODO, and checks warn about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from generator.check.check import check
from generator.cli.own_starter import own_starter
from generator.cli.program_files import STARTERS, starters
from generator.cli.terminal import project_option, reporting_errors, say
from generator.cli.yaml_edit import append_block, append_entry, append_item, comment_out
from generator.engine.files import write_atomically
from generator.layers import Layers
from generator.load.files import read_bytes
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import KINDS, Guide
from generator.model.moment import Moment
from generator.model.own_kinds import FOLDER, OwnRecord
from generator.model.page import Page
from generator.model.record import Record
from generator.model.words import capital
from generator.pages.templates import reraise
from generator.problems import ContentError, Refusal, SystemFailure, did_you_mean
from generator.project import Project, relative_to_cwd

NEW = {kind.word: kind for kind in KINDS}
"""The kinds of records that can be started, by the word that authors use."""


@dataclass(frozen=True)
class ListEntry:
    """A kind of entry in a file that a guide has once."""

    file: str
    """The file in content/, which is started, too, if it's missing."""
    path: tuple[str, ...]
    """The list in it, as `append_block` takes it; of a file that's a block of entries, nothing."""


ENTRIES = {
    "question": ListEntry("questions.yml", ("themes", "questions")),
    "term": ListEntry("glossary.yml", ("terms",)),
    "source": ListEntry("sources.yml", ()),
}
"""The kinds of entries that can be started, by the word that authors use."""
OWN_KIND = "kind"
"""What authors call a kind of records that their guide adds."""


class AnyKind(click.Choice[str]):
    """One of the program’s words for kinds, or one that only the guide knows."""

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        return value


@click.command("new")
@click.argument("word", metavar="KIND", type=AnyKind([*NEW, *ENTRIES, OWN_KIND]))
@click.argument("id")
@project_option
def command(word: str, id: str, folder: Path) -> None:
    """Start a moment, principle, checklist, worksheet, message, workshop, page, question, term or source.

    KIND is one of these words, or what your guide calls a kind. ID becomes the file name and address, such
    as `advice new checklist before-the-talk`, and the record is listed in content/guide.yml. A question, a
    term and a source become the last entry of content/questions.yml, content/glossary.yml and
    content/sources.yml.

    `advice new kind story` adds a kind of your own, of which `advice new story first-day` is one.
    """
    with reporting_errors(ending="Nothing was written."):
        if word == OWN_KIND:
            path = create_kind(Project.at(folder), id)
            say(f"Created {relative_to_cwd(path)}. Say there what these pages are called, and what’s there.")
            say(f"Then run “advice schema”, so that your editor knows it, and “advice new {id} ID”.")
            return
        if word in ENTRIES:
            path = create_entry(Project.at(folder), word, id)
            say(f"Added “{id}” at the end of {relative_to_cwd(path)}.")
        else:
            path = create(Project.at(folder), word, id)
            say(f"Created {relative_to_cwd(path)} and listed it in content/guide.yml.")
    say("Fill in each TODO. “advice check” lists what’s left.")
    if word == "source":
        say("Then cite it with “from:” where it supports some advice.")


def create(project: Project, word: str, id: str) -> Path:
    """Write a starter for a record of the kind `word`, list it in content/guide.yml, and return its path.

    Raises `Refusal` for an unknown kind or an ID that can't be used, and `ContentError` if there are
    errors in the guide or the record would be one; then nothing is written.
    """
    guide = check(load(project))
    kind = _kind(word, guide)
    path = project.content / kind.folder / f"{_slug(id)}.yml"
    _require_new(path, project)
    outline = project.content / "guide.yml"
    before = read_bytes(outline, project).decode("utf-8-sig")
    if kind is Page:
        after = append_item(before, Page.folder, id)
    else:
        after = append_entry(before, kind.folder, _title(kind), id)
    if kind is Moment:
        after = comment_out(after, "home", "doors")  # moments take their place
    _write(project, {path: _record(project.templates, kind, id, guide), outline: after})
    return path


def create_kind(project: Project, id: str) -> Path:
    """Write a starter for a kind of records called `id`, which the guide adds; return its path.

    Raises the same as `create`.
    """
    guide, path = check(load(project)), project.content / FOLDER / f"{_slug(id)}.yml"
    _require_new(path, project)
    _write(project, {path: _starter(project.templates, "entries/kind.yml", id, guide)})
    return path


def create_entry(project: Project, word: str, id: str) -> Path:
    """Write a starter for an entry of the kind `word` at the end of its list; return the path of the file.

    Raises the same as `create`, and `Refusal` if the list can't be added to.
    """
    guide, entry = check(load(project)), ENTRIES[word]
    path = project.content / entry.file
    _slug(id)
    if path.exists():
        before = read_bytes(path, project).decode("utf-8-sig")
        text = append_block(
            before, _starter(project.templates, f"entries/{word}.yml", id, guide), *entry.path
        )
    else:
        text = _starter(project.templates, f"entries/{entry.file}", id, guide)
    _write(project, {path: text})
    return path


def _write(project: Project, files: Mapping[Path, str]) -> None:
    """Write `files`; raises `ContentError` if that's an error in the guide, and then they're as before."""
    before = {path: read_bytes(path, project) for path in files if path.exists()}
    folders = {path.parent for path in files if not path.parent.exists()}
    new = {project.relative(path): text.encode() for path, text in files.items()}
    try:
        write_atomically(new, project.root)
        check(load(project))
    except (ContentError, SystemFailure):
        # Other rules can refuse the ID: it was retired, or another page has its address.
        for path in files.keys() - before:
            path.unlink(missing_ok=True)
        for folder in folders:
            with suppress(FileNotFoundError):
                folder.rmdir()
        write_atomically({project.relative(path): data for path, data in before.items()}, project.root)
        raise


def _require_new(path: Path, project: Project) -> None:
    if path.exists():
        raise Refusal(f"{project.relative(path)} already exists. Choose another ID, or edit that file.")


def _kind(word: str, guide: Guide) -> type[Record]:
    """Return the kind that the program or the guide calls `word`; raises `Refusal` if there’s none."""
    kinds = {name: kind for kind in guide.kinds for name in (kind.noun(), kind.word)}
    if word not in kinds:
        words = (*kinds, *ENTRIES, OWN_KIND)
        choose = f"Choose from: {', '.join(words)}. To add a kind: “advice new {OWN_KIND} {word}”."
        hint = did_you_mean(word, words).capitalize() or choose
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


def _record(templates: Layers, kind: type[Record], id: str, guide: Guide) -> str:
    """Return the text of a new file for a record of this `kind`."""
    if issubclass(kind, OwnRecord):
        link = f"principles/{guide.outline.principles.show[0]}"
        return own_starter(kind, id, _words(id), link, guide)
    return _starter(templates, f"{kind.word}.yml", id, guide)


def _starter(templates: Layers, template: str, id: str, guide: Guide) -> str:
    """Return the text of a new file or entry, which cites a source and the first principle of the guide.

    Raises `ContentError` for an error in its template.
    """
    source = min(guide.sources.values(), key=lambda source: source.kind != "ours").id
    principle = guide.outline.principles.show[0]
    reviewed = any(source.reviewed for source in guide.sources.values())
    values = {"id": id, "title": _words(id), "source": source, "principle": principle}
    values |= {"link": f"principles/{principle}", "today": date.today().isoformat() if reviewed else ""}
    try:
        return starters(templates).get_template(template).render(values)
    except Exception as error:
        reraise(error, f"templates/{STARTERS}")


def _words(id: str) -> str:
    return id.replace("-", " ").capitalize()
