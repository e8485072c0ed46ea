"""Edits of a guide, and whether a build after an edit makes the same as a build from nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator.cli.check import check_all
from generator.engine.memo import digest
from generator.project import Project
from generator.rebuild import checked_edit
from tests.support.kept_papers import papers_of_last_run
from tests.support.paths import GUIDE, ROOT
from tests.support.snapshot import snapshot
from tests.support.terminal import Done, advice

OPTIONS = "options.txt"
"""The file of a guide that says with which options the tests build it; the program ignores it."""
INPUTS = ("content", "templates", "north", "site_config.yml", OPTIONS)
"""What a guide is made from."""


@dataclass(frozen=True)
class Edit:
    """What an author does to a guide. Done again, most edits are undone."""

    name: str
    apply: Callable[[Path], object] = field(repr=False)
    """Edits the guide in a folder; does nothing if another edit has removed what it's about."""


def replacing(file: str, old: str, new: str) -> Edit:
    """Return an edit that replaces `old` with `new` in a file, or `new` with `old`."""
    return Edit(f"{file}: {old!r} → {new!r}", partial(_replace, file, old, new))


def _replace(file: str, old: str, new: str, guide: Path) -> None:
    path = guide / file
    text = path.read_text("utf-8") if path.exists() else ""
    if new and new in text:
        path.write_text(text.replace(new, old, 1), "utf-8")
    elif old in text:
        path.write_text(text.replace(old, new, 1), "utf-8")


def adding(file: str, text: str) -> Edit:
    """Return an edit that adds a file with a `text`, or removes it."""

    def apply(guide: Path) -> None:
        path = guide / file
        if path.exists():
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    return Edit(f"add {file}", apply)


def deleting(file: str) -> Edit:
    """Return an edit that deletes a file, or puts it back as it was."""

    def apply(guide: Path) -> None:
        path, aside = guide / file, guide / f"deleted-{file.replace('/', '-')}"
        if path.exists():
            path.replace(aside)
        elif aside.exists():
            aside.replace(path)

    return Edit(f"delete {file}", apply)


def renaming(folder: str, old: str, new: str) -> Edit:
    """Return an edit that gives a record another ID, in all files that refer to it; or its old ID."""

    def apply(guide: Path) -> None:
        here, there = (old, new) if (guide / f"content/{folder}/{old}.yml").exists() else (new, old)
        path = guide / f"content/{folder}/{here}.yml"
        if path.exists():
            path.rename(path.with_stem(there))
        for file in (guide / "content").rglob("*.yml"):
            text = file.read_text("utf-8")
            changed = re.sub(rf"(?<![\w-]){here}(?![\w-])", there, text)
            if changed != text:
                file.write_text(changed, "utf-8")

    return Edit(f"rename {folder}/{old} to {new}", apply)


def converting(file: str) -> Edit:
    """Return an edit that saves a file with the line ends of Windows, or with those of other systems."""

    def apply(guide: Path) -> None:
        if (path := guide / file).exists():
            text = path.read_bytes()
            new = text.replace(b"\r\n", b"\n") if b"\r\n" in text else text.replace(b"\n", b"\r\n")
            path.write_bytes(new)

    return Edit(f"save {file} with other line ends", apply)


def touching(file: str) -> Edit:
    """Return an edit that saves a file without a change."""

    def apply(guide: Path) -> None:
        if (guide / file).exists():
            (guide / file).touch()

    return Edit(f"save {file}", apply)


def together(*edits: Edit) -> Edit:
    """Return an edit that makes several."""

    def apply(guide: Path) -> None:
        for edit in edits:
            edit.apply(guide)

    return Edit(" and ".join(edit.name for edit in edits), apply)


def make_guide(folder: Path) -> None:
    """Make the guide that the edits are for: the small one, with more of what can depend on each other."""
    shutil.copytree(GUIDE, folder)
    for name in OWN_TEMPLATES:
        (folder / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "templates" / name, folder / "templates" / name)
    (folder / "north/principles").mkdir(parents=True)
    (folder / "north/principles/thank.yml").write_text("title: Thank them twice\n", "utf-8")
    (folder / OPTIONS).touch()
    settings = "editions: [print]\nembed: {allowed: ['https://courses.team']}\n"
    _add_to(folder / CONFIG, settings, {"feedback.internal": "feedback.team"})
    shown = {"[ask-first, say-what-you-saw]": SHOWN, "2026-11-22": "2026-11-25"}
    _add_to(folder / OUTLINE, "footer: [imprint]\n", shown)
    for id, title in {"wait": "Wait for an answer", "thank": "Thank them", "return": "Come back"}.items():
        text = (folder / SAW).read_text("utf-8")
        for old, new in {
            "Say what you saw": title,
            "name: Seeing": f"name: {title.split()[0]}",
            "A camera's view can be discussed; a judgment can only be defended.": f"{title} and listen.",
            "[describe, facts]": f"[{id}]",
            "is about a page.": f"is [a remark](glossary#remark): [ask](principles/ask-first), {id}.",
        }.items():
            assert old in text
            text = text.replace(old, new)
        (folder / f"content/principles/{id}.yml").write_text(text, "utf-8")
    (folder / IMPRINT).write_text(IMPRINT_TEXT, "utf-8")


def _add_to(path: Path, end: str, changes: Mapping[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text + end, "utf-8")


SHOWN = "[ask-first, say-what-you-saw, wait, thank, return]"
IMPRINT_TEXT = """\
title: Imprint
name: Imprint
summary: Who wrote this guide.
passages:
  - id: pay
    title: Who pays
    text: Nobody. See [why](why-it-is-hard#fear).
next: {say: Ask first, to: principles/ask-first}
"""
ASK, SAW, WAIT, THANK, RETURN = (
    f"content/principles/{id}.yml" for id in "ask-first say-what-you-saw wait thank return".split()
)
MESSAGE, LIST = "content/messages/ask-for-five-minutes.yml", "content/checklists/before-the-talk.yml"
WHY, IMPRINT, OUTLINE = "content/pages/why-it-is-hard.yml", "content/pages/imprint.yml", "content/guide.yml"
GLOSSARY, QUESTIONS, CHANGES = (f"content/{name}.yml" for name in ("glossary", "questions", "changes"))
SHEET, WORKSHOP = "content/worksheets/one-talk.yml", "content/workshops/first-remark.yml"
OWN_TEMPLATES = ("pages/principle.html.j2", "pages/layout.html.j2", "site/theme/main.html", "strings/en.yml")
"""The others are the program's."""
STRINGS, CONFIG = "templates/strings/en.yml", "site_config.yml"
SCRIPT = replacing(
    "templates/pages/principle.html.j2",
    "{% block content %}",
    "{% block content %}<script>let said = `{{ principle.today }}`</script>",
)
"""Security policies name each script by its content, and this one contains a text."""
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'
FAILURE = replacing(
    "templates/pages/principle.html.j2",
    "{% block content %}",
    "{% block content %}{{ 1 // (1 - principle.today.count('Draw')) }}",
)
"""With it, a page can't be rendered if its principle says “Draw”."""
DRAW = replacing(WAIT, "today: Write", "today: Draw")
LAYERS = (
    # Which files are the guide's own, and which the program's
    deleting("templates/pages/principle.html.j2"),
    deleting("templates/site/theme/main.html"),
    deleting(STRINGS),
    adding("templates/pages/page.html.j2", '{% extends "program/page.html.j2" %}\n'),
    adding("templates/pages/start.html.j2", "<p>Begin.</p>\n"),
    adding("templates/site/theme/partials/footer.html", "<footer>The end.</footer>\n"),
    adding("templates/site/assets/style/9-own.css", "p { color: red; }\n"),
    adding("templates/paper/edition.typ", '#import "program/edition.typ": *\n'),
    adding("templates/originals/pages/layout.html.j2", "What it was."),
    adding("templates/pages/misnamed.html.j2", "Nothing uses it."),
)
OWN_EDITS = (
    # What other pages show of a record
    replacing(ASK, "title: Ask before you tell", "title: Ask first of all"),
    replacing(ASK, "name: Asking", "name: To ask"),
    replacing(ASK, "summary: A person who agreed", "summary: Anyone who agreed"),
    replacing(ASK, "[permission, question]", "[permission, leave]"),
    replacing(WAIT, "Wait for an answer", "Wait for a 漢"),  # the typefaces have no such character
    replacing(MESSAGE, "title: Ask for five", "title: Ask for 漢"),
    replacing(WAIT, "Wait for an answer", "Wait & “see”"),
    replacing(WAIT, "answer and listen", "answer & “hear”"),
    replacing(WAIT, "name: Wait", "name: W & A"),
    replacing(MESSAGE, "title: Ask for five", "title: Ask for ten"),
    replacing(MESSAGE, "principle: ask-first", "principle: wait"),
    replacing(LIST, "moment: You will tell", "moment: You want to tell"),
    replacing(LIST, "title: Before the talk", "title: Ahead of the talk"),
    replacing(WHY, "title: Why it is hard", "title: Why it can be hard"),
    replacing(WHY, "name: Why", "name: Reasons"),
    replacing(IMPRINT, "name: Imprint", "name: Legal"),
    replacing(IMPRINT, "title: Imprint", "title: Who made this"),
    # What pages name, or could
    replacing(IMPRINT, "title: Imprint", "title: urgent"),
    replacing(MESSAGE, "Wait until they answer.", "Wait until they answer, or see “Why it is hard.”"),
    replacing(LIST, "to: messages/ask-for-five-minutes", "to: principles/wait"),
    replacing("content/start.yml", "to: messages/ask-for-five-minutes", "to: pages/why-it-is-hard"),
    # Parts of pages, and links to them
    replacing(ASK, "id: take-no", "id: take-a-no"),
    replacing(ASK, "id: take-no", "was: [accept-no]\n    id: take-no"),
    replacing(ASK, "id: one-question", "id: a-question\n    was: [one-question]"),
    replacing(ASK, "do: Ask one short question", "do: Ask a question"),
    replacing(SAW, "do: Name one effect", "do: Name an effect"),
    replacing(SAW, "something to change", "something [to ask](principles/ask-first#take-no) to change"),
    replacing(SAW, "“You are careless”", "[This](principles/wait#camera) and “you are careless”"),
    replacing(SAW, "“You are careless”", "[This](principles/wait#nothing) and “you are careless”"),
    replacing(WHY, "passages:\n", "passages:\n  - {id: more, title: More, text: More of it.}\n"),
    replacing(WHY, "[what kind of remark](principles/ask-first#name-the-kind)", "what kind of remark"),
    replacing(LIST, "id: seen", "id: saw"),
    replacing(LIST, "[ask-first, say-what-you-saw]", "[ask-first]"),
    replacing(ASK, "from: [stone-heen-2014]", "from: [team-practice, stone-heen-2014]"),
    replacing(WHY, "    from: [stone-heen-2014]\n", ""),
    replacing(GLOSSARY, "term: remark", "term: remarks"),
    replacing(GLOSSARY, "also: [comment]", "also: [note, weighed]"),
    replacing(GLOSSARY, "Something that you saw", "Something you saw"),
    replacing(GLOSSARY, "terms:\n", "terms:\n  - {id: kind, term: kind, meaning: One of three.}\n"),
    replacing(GLOSSARY, "see: principles/say-what-you-saw", "see: principles/wait"),
    replacing(QUESTIONS, "ask: What if they get angry?", "ask: What if they become angry?"),
    replacing(QUESTIONS, "also: [how long can I wait]", "also: [how long do I have]"),
    replacing(CHANGES, "title: The first edition", "title: An edition"),
    replacing(CHANGES, "day: 2026-10-01", "day: 2026-10-02"),
    replacing("content/start.yml", "do: Write down one colleague", "do: Write down a colleague"),
    replacing("content/contacts.yml", "name: We share a project", "name: We share some work"),
    replacing("content/contacts.yml", "ideal: 7, latest: 14", "ideal: 7, latest: 15"),
    # Sources, settings, what's on paper
    adding("content/marks/wait.svg", MARK),
    replacing("content/sources.yml", "label: Team practice", "label: Practice of teams"),
    replacing("content/sources.yml", "kind: book", "kind: book\n  reviewed: 2026-11-01"),
    replacing(OUTLINE, "updated: 2026-11-25", "updated: 2026-11-26"),
    replacing(OUTLINE, "lead: Three short habits", "lead: A few short habits"),
    replacing(OUTLINE, SHOWN, "[say-what-you-saw, ask-first, return, wait, thank]"),
    replacing(OUTLINE, "pages: [why-it-is-hard]\nfooter: [imprint]", "pages: [imprint, why-it-is-hard]"),
    replacing(CONFIG, "name: Giving Feedback", "name: Talking"),
    replacing(CONFIG, "feedback.team", "feedback.internal"),
    replacing(CONFIG, "language: en", "offline: no\nlanguage: en"),
    replacing(CONFIG, "words: [faq, Lena]", "words: [faq, Lena, zzz]"),
    replacing(CONFIG, "language: en", "repository: {url: https://x.team/a, edit: edit}\nlanguage: en"),
    replacing(CONFIG, "language: en", "overlay: north\nlanguage: en"),
    replacing(CONFIG, "language: en", "cadence:\n  daily: {ideal: 9, latest: 20}\nlanguage: en"),
    replacing(OPTIONS, "", "--compress"),
    replacing(OPTIONS, "", "--strict"),
    adding("north/principles/wait.yml", "title: Wait as we do\n"),
    replacing("north/principles/wait.yml", "Wait as we do", "Wait in the north"),
    replacing(SHEET, "title: One talk\n", "title: A talk\n"),
    replacing(SHEET, "label: I saw", "label: I heard"),
    replacing(WORKSHOP, "title: A first remark", "title: The first remark"),
    replacing(WORKSHOP, "room: Chairs in pairs", "room: Chairs in rows"),
    # Templates and the interface
    replacing(STRINGS, "home: Home", "home: Start page"),
    replacing("templates/pages/principle.html.j2", "{% block content %}", "{% block content %}<p>New.</p>"),
    SCRIPT,
    FAILURE,
    DRAW,
    replacing("templates/pages/layout.html.j2", "{{ body", "<i></i>{{ body"),
    replacing("templates/site/theme/main.html", "{% block", "<!-- new -->{% block"),
    *LAYERS,
    # Which records there are
    renaming("messages", "ask-for-five-minutes", "ask-for-time"),
    renaming("principles", "wait", "a-wait"),
    renaming("pages", "imprint", "legal"),
    together(
        adding("content/pages/more.yml", IMPRINT_TEXT.replace("Imprint", "More")),
        replacing(OUTLINE, "pages: [why-it-is-hard", "pages: [more, why-it-is-hard"),
    ),
    together(deleting(THANK), replacing(OUTLINE, "wait, thank,", "wait,")),
    adding("content/notes.txt", "Only for us."),
    deleting(CHANGES),
    deleting(QUESTIONS),
    deleting(WAIT),
    # What only warnings tell
    replacing(THANK, "summary: Thank them and", "summary: Wait for an answer and"),
    replacing(RETURN, "summary: Come back and", "summary: Wait for an answer and"),
    replacing(ASK, "Lena's report", "One report"),
    replacing(ASK, "figures in", "figgures in"),
    replacing(SAW, "A camera's view", "Constructive criticism"),
    replacing(WHY, "Nobody likes to be", "Nobody nobody likes to to be"),
    replacing(LIST, "Say so. It is allowed to be hard.", "TODO say so."),
    # What changes no page
    replacing(ASK, "title: Ask before", "# a comment\ntitle: Ask before"),
    replacing(GLOSSARY, "title: Words", "# a comment\ntitle: Words"),
    replacing(OUTLINE, "updated:", "# a comment\nupdated:"),
    touching(ASK),
    touching(OUTLINE),
    converting(ASK),
    converting(GLOSSARY),
    # What can't be published
    replacing(ASK, "in-short:", "in-short"),
    replacing(SAW, "today: Write one remark as a camera would see it.\n", ""),
    replacing(WHY, "summary: Nobody", "sumary: Nobody"),
    replacing(SAW, "stone-heen-2014", "stone-2014"),
    replacing(WAIT, "glossary#remark", "glossary#remarked"),
)  # fmt: skip
NOT_ON_PAPER = ("principles", "checklists", "messages", "pages", "")
"""Folders of content/ whose texts take no new worksheet, which takes long."""
VALUE = re.compile(r"^\s*(?:- )?(?:[\w-]+: )?\w[^:{}\[\]#|]{12,}$")


def _rewordings() -> Iterator[Edit]:
    """Yield an edit of each line of text in the small guide: a word more at its end."""
    for folder in NOT_ON_PAPER:
        for path in sorted((GUIDE / "content" / folder).glob("*.yml")):
            file = path.relative_to(GUIDE).as_posix()
            lines = [line for line in path.read_text("utf-8").split("\n") if VALUE.match(line)]
            yield from (replacing(file, f"{line}\n", f"{line} indeed\n") for line in lines)


REWORDINGS = (*_rewordings(),)


class Comparison:
    """A guide that's built after every edit, and a copy of it that's always built from nothing."""

    def __init__(
        self, folder: Path, make: Callable[[Path], object] = make_guide, papers: str = "rebuild"
    ) -> None:
        """Have `make` make the guide, and build both in an empty `folder`; `papers` names those to keep."""
        self.guide, self._cold = folder / "guide", folder / "cold"
        make(self.guide)
        self._original = _texts(self.guide)
        self._known: dict[bytes, tuple[object, ...]] = {}
        with papers_of_last_run(papers, self.guide):
            self.start_anew()
        shutil.copytree(self.guide, self._cold)

    def build(self, *options: str) -> Done:
        """Build the guide; return what the command says."""
        return _build(self.guide, *options)

    def start_anew(self) -> None:
        """Undo all edits, and build the guide from nothing."""
        self._restore()
        assert self.build("--fresh").returncode == 0
        self._site, self._is_original = snapshot(self.guide / "build/site"), True

    def start(self) -> None:
        """Start anew, unless the guide is built as it was at first."""
        if not self._is_original:
            self.start_anew()

    def go_back(self) -> None:
        """Undo all edits and build, or start anew later if that isn't enough to have the first site again."""
        self._restore()
        self._is_original = self.build().returncode == 0 and snapshot(self.guide / "build/site") == self._site

    def forget(self) -> None:
        """Start anew when this guide is next needed, whatever happened to it."""
        self._is_original = False

    def differences(self, steps: Iterable[Iterable[Edit]]) -> Iterator[str]:
        """Build the guide after each of `steps`, then undone; yield what's not as in a build from nothing."""
        self.start()
        self.forget()  # if the edits have an error that no one expects
        done = ""
        for step in steps:
            for edit in step:
                edit.apply(self.guide)
                done += f"\n    {edit.name}"
            yield from self._difference(f"{done}\n    build")
            done += "\n    build"
        self._restore()
        yield from self._difference(f"{done}\n    undo all\n    build")
        self._is_original = True

    def _difference(self, after: str) -> Iterator[str]:
        project = Project.at(self.guide)
        if checked := checked_edit(project):
            guide, warnings = check_all(project)
            ours, whole = (checked[0].note.records, checked[1]), (len([*guide.records()]), warnings)
            if ours != whole:
                yield f"the check after:{after}\n{_contrast(ours, whole)}"
        done = self.build()
        found, state = _result(self.guide, done), _state(self.guide)
        if "Reading content" in done.stderr:
            self._known.setdefault(state, found)
        elif state not in self._known:
            self._copy()
            self._known[state] = _result(self._cold, _build(self._cold, "--fresh"))
        for part, one, other in zip(("status", "output", "files"), found, self._known[state], strict=True):
            if one != other:
                yield f"the {part} after:{after}\n{_contrast(one, other)}"

    def _restore(self) -> None:
        """Undo every edit."""
        now = _texts(self.guide)
        for file in now.keys() - self._original.keys():
            (self.guide / file).unlink()
        for file, data in self._original.items():
            if now.get(file) != data:
                (self.guide / file).write_bytes(data)
        for path in self.guide.glob("deleted-*"):
            path.unlink()

    def _copy(self) -> None:
        """Make the copy as the guide is now."""
        theirs, ours = _texts(self._cold), _texts(self.guide)
        for file in theirs.keys() - ours.keys():
            (self._cold / file).unlink()
        for file, data in ours.items():
            if theirs.get(file) != data:
                (self._cold / file).parent.mkdir(parents=True, exist_ok=True)
                (self._cold / file).write_bytes(data)


def _build(guide: Path, *options: str) -> Done:
    chosen = (guide / OPTIONS).read_text("utf-8").replace("--", " --").split()
    return advice("build", "--format", "json", *options, *chosen, folder=guide)


def _result(guide: Path, done: Done) -> tuple[object, ...]:
    """Return what counts of a build: its status, its output, and if it published a site, all files."""
    if done.returncode:
        return done.returncode, done.stdout, {}
    files = {
        f"{name}/{file}": state
        for name in ("site", "hosting")
        for file, state in snapshot(guide / "build" / name).items()
    }
    return done.returncode, done.stdout, files


def _texts(guide: Path) -> dict[str, bytes]:
    found = (path for name in INPUTS for path in (guide / name, *(guide / name).rglob("*")))
    return {path.relative_to(guide).as_posix(): path.read_bytes() for path in found if path.is_file()}


def _state(guide: Path) -> bytes:
    return digest(*(part for pair in sorted(_texts(guide).items()) for part in pair))


def _contrast(one: object, other: object) -> str:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        names = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
        return f"differ in {', '.join(names[:12])} ({len(names)} in all)"
    return f"are {one}\nand from nothing {other}"
