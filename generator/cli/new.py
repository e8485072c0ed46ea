"""What `advice new` does: it writes a record that can be checked at once, for an author to fill in.

What is still to write says so, and checks warn of it until it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic_core import PydanticCustomError

from generator.check.check import check
from generator.cli.init import starting
from generator.engine.files import write_atomically
from generator.load.files import read_bytes
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import KINDS, Guide
from generator.model.page import Page
from generator.model.record import Record
from generator.problems import ContentError, Refusal, SystemFailure
from generator.project import TEMPLATES, Project

NEW = {kind.word: kind for kind in KINDS if kind is not Page}
"""What can be begun, by the word that authors use."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A record that was begun."""

    path: Path
    title: str


def begin(project: Project, word: str, id: str) -> Begun:
    """Write the start of a record of the kind `word`, and name it in content/guide.yml.

    Raises `Refusal` for an id that cannot be used, and `ContentError` while the guide holds mistakes or
    when the record would be one; then nothing is written.
    """
    kind = NEW[word]
    guide = check(load(project))
    path = project.content / kind.folder / f"{_slug(id)}.yml"
    if path.exists():
        raise Refusal(f"{project.relative(path)} is there already. Choose another id, or open that file.")
    title = id.replace("-", " ").capitalize()
    outline = project.content / "guide.yml"
    before = read_bytes(outline, project)
    start = _start(kind, id, title, guide)
    after = append_entry(before.decode("utf-8-sig"), kind.folder, f"{word.capitalize()}s", id)
    new = {project.relative(path): start.encode(), project.relative(outline): after.encode()}
    try:
        write_atomically(new, project.root)
        check(load(project))
    except (ContentError, SystemFailure):
        # Other rules may refuse the id: it was retired, or another page has its address.
        path.unlink(missing_ok=True)
        write_atomically({project.relative(outline): before}, project.root)
        raise
    return Begun(path, title)


def _slug(id: str) -> Slug:
    try:
        return Slug.parse(id)
    except PydanticCustomError as error:
        reporting_errors = error.context or {}
        fix = f": {reporting_errors['fix']}" if reporting_errors.get("fix") else ""
        raise Refusal(
            f"{reporting_errors['message'][:1].upper()}{reporting_errors['message'][1:]}{fix}."
        ) from None


def _start(kind: type[Record], id: str, title: str, guide: Guide) -> str:
    """Return the text of the file; it rests on what the guide has: its first principle and a source."""
    sources = sorted(guide.sources.values(), key=lambda source: source.kind != "practice")
    principle = guide.outline.principles.show[0]
    # The program's own: templates of a guide need to lay out pages and sheets alone.
    return (
        starting(TEMPLATES / "starters")
        .get_template(f"{kind.word}.yml")
        .render(
            id=id,
            title=title,
            source=sources[0].id,
            principle=principle,
            link=f"principles/{principle}",
        )
    )


NEW_SECTION = """
{section}:
  title: {title}
  lead: "TODO: what these have in common, in one sentence."
  show: [{entry}]
"""


def append_entry(text: str, section: str, title: str, entry: str) -> str:
    """Return the YAML `text` with `entry` last in the list `show` of its block `section`.

    A section that is missing is put at the end, with `title`. The text must be a valid content/guide.yml.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    shown = _shown(yaml.compose(text, yaml.SafeLoader), section)
    if shown is None:
        new = NEW_SECTION.format(section=section, title=title, entry=entry)
        return text.rstrip() + end + new.lstrip("\n").replace("\n", end)
    last = shown.value[-1]
    after = last.end_mark.index
    if shown.flow_style:
        return f"{text[:after]}, {entry}{text[after:]}"
    # What stands behind the last entry on its line, a comment, stays there.
    line_end = text.find("\n", after)
    before, rest = (text, "") if line_end < 0 else (text[:line_end].removesuffix("\r"), text[line_end + 1 :])
    start = text.rfind("\n", 0, last.start_mark.index) + 1
    bullet = text[start : last.start_mark.index]
    return f"{before}{end}{bullet}{entry}{end}{rest}"


def _shown(document: yaml.Node | None, section: str) -> yaml.SequenceNode | None:
    shelf = _value(document, section)
    shown = _value(shelf, "show")
    return shown if isinstance(shown, yaml.SequenceNode) and shown.value else None


def _value(block: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = block.value if isinstance(block, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)
