"""Writes a guide of any size, to measure with: python bench/guides.py FOLDER NUMBER-OF-PRINCIPLES.

The same number always gives the same guide, and a smaller guide is the beginning of a larger one but for its
links. A principle has about 3.4 kB of YAML; to every ten of them there is a checklist and a worksheet. The
sentences come from phrases.yml. They are correct, and say little.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

PHRASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("phrases.yml").read_text("utf-8"))
THINGS, ACTS, MOMENTS = PHRASES["things"], PHRASES["acts"], PHRASES["moments"]
STEP = 1447
"""Coprime to the number of titles, so every title comes once and neighbors differ."""
MOST = len(THINGS) * len(ACTS) * len(MOMENTS)


@dataclass(frozen=True, slots=True)
class Topic:
    """The topic of one principle."""

    number: int
    act: str
    thing: str
    moment: str

    @property
    def title(self) -> str:
        """Such as “Clean the kettle before breakfast”."""
        return f"{self.act.capitalize()} the {self.thing} {self.moment}"

    @property
    def id(self) -> str:
        """The title as the name of a file."""
        return self.title.lower().replace(" ", "-")

    def text(self, pattern: str, dice: Random) -> str:
        """Return `pattern` filled in; a slot with a capital gives a text with a capital."""
        chosen = {slot: dice.choice(texts) for slot, texts in PHRASES["slots"].items()}
        chosen["name"] = PHRASES["slots"]["name"][self.number % 12]  # one person in all of the page
        chosen |= {"thing": self.thing, "act": f"{ACTS[self.act]} the {self.thing}"}
        capitals = {slot.capitalize(): text[0].upper() + text[1:] for slot, text in chosen.items()}
        return pattern.format_map(chosen | capitals)


def topic(number: int) -> Topic:
    """Return the topic with this number, from 0 to `MOST` - 1; no two are the same."""
    rest, thing = divmod(number * STEP % MOST, len(THINGS))
    moment, act = divmod(rest, len(ACTS))
    return Topic(number, list(ACTS)[act], THINGS[thing], MOMENTS[moment])


def principle(own: Topic, topics: Sequence[Topic]) -> dict[str, Any]:
    """Return the fields of a principle, with links to others of `topics`."""
    dice = Random(own.number)

    def some(patterns: Sequence[str], number: int) -> list[str]:
        return [own.text(pattern, dice) for pattern in dice.sample(patterns, number)]

    def paragraph(patterns: Sequence[str], number: int) -> str:
        return " ".join(some(patterns, number))

    other, group = topics[dice.randrange(len(topics))], topics[own.number // 10 * 10]
    link = f"It goes well together with [{ACTS[other.act]} the {other.thing}](principles/{other.id})."
    listed = f"There is [a short list](checklists/{group.id}) to look at on the way."
    sources = list(PHRASES["sources"])
    ids = dice.sample(list(PHRASES["do"]), 3)
    return {
        "title": own.title,
        "name": f"{own.thing.capitalize()}: {ACTS[own.act]}",
        "also": [f"{own.act} the {own.thing}", f"{own.thing} care", own.moment],
        "summary": own.text("{Act} takes {time}. " + f"Do it {own.moment}, and it stays done.", dice),
        "in-short": some(PHRASES["short"], 3),
        "why": {
            "title": f"Why {ACTS[own.act]} helps",
            "text": f"{paragraph(PHRASES['why'], 1)}\n\n{paragraph(PHRASES['why'], 1)} {link}\n",
            "because": own.text(dice.choice(PHRASES["because"]), dice),
            "from": dice.sample(sources, 2),
        },
        "practices": [
            {
                "id": id,
                "do": own.text(PHRASES["do"][id], dice),
                "how": f"{paragraph(PHRASES['how'], 1)} {listed if id == ids[1] else ''}".strip() + "\n",
                "when": own.text(dice.choice(PHRASES["when"]), dice),
                "because": own.text(dice.choice(PHRASES["because"]), dice),
                "from": dice.sample(sources, 1),
            }
            for id in ids
        ],
        "instead": [
            {"avoid": own.text(avoid, dice), "do": own.text(PHRASES["instead"][avoid], dice)}
            for avoid in dice.sample(list(PHRASES["instead"]), 3)
        ],
        "example": {
            "title": f"Two ways of {ACTS[own.act]}",
            "situation": own.text("{Name} had a {thing} with {sign}, and {time} to spare.", dice),
            "before-label": "In a hurry",
            "before": own.text(PHRASES["before"], dice) + "\n",
            "after-label": "Step by step",
            "after": own.text(PHRASES["after"], dice) + "\n",
            "changed": own.text("There was {tool}, there was light, and {person} was asked.", dice),
        },
        "works-when": some(PHRASES["signs"], 3),
        "today": own.text(
            "Look at {part} of your {thing} for one minute, and write down what you see.", dice
        ),
        "sheets": [group.id],
        "checklists": [group.id],
    }


def checklist(own: Topic, principles: Sequence[Topic]) -> dict[str, Any]:
    """Return the fields of the checklist that goes with `principles`."""
    dice = Random(own.number)
    names = ("before", "during", "afterward")
    patterns = dice.sample(PHRASES["short"], 6)
    return {
        "title": f"Before you {own.act} the {own.thing} {own.moment}",
        "moment": own.text("You have {time} for the {thing}", dice),
        "summary": f"Six boxes for {ACTS[own.act]} the {own.thing} {own.moment}.",
        "groups": [
            {
                "id": name,
                "title": name.capitalize(),
                "items": [
                    {
                        "id": f"{name}-{n}",
                        "text": own.text(pattern, dice).rstrip("."),
                        "from": ["house-practice"],
                    }
                    for n, pattern in enumerate(patterns[2 * part : 2 * part + 2], 1)
                ],
            }
            for part, name in enumerate(names)
        ],
        "closing": {"title": "If it did not work", "text": "Leave it for today. The next try is a new one."},
        "principles": [topic.id for topic in principles],
        "next": {"say": "Write it down", "to": f"worksheets/{own.id}"},
    }


def worksheet(own: Topic) -> dict[str, Any]:
    """Return the fields of the worksheet that goes with a principle and its neighbors."""
    dice = Random(own.number)
    parts = {"part": "What I looked at", "found": "What I found", "next": "What comes next"}
    return {
        "title": f"On paper: {own.title[0].lower()}{own.title[1:]}",
        "principle": own.id,
        "outcome": f"You know what {ACTS[own.act]} the {own.thing} {own.moment} takes.",
        "why": "What is on paper does not have to be kept in mind.",
        "from": ["house-practice"],
        "pages": 2,
        "sections": [
            {
                "kind": "rating",
                "id": "today",
                "title": "How is it today?",
                "help": "Mark one number in each row.",
                "scale": {"steps": 5, "low": "not yet", "high": "fully"},
                "statements": [
                    {"id": f"statement-{n}", "label": own.text(character, dice)}
                    for n, character in enumerate(PHRASES["signs"], 1)
                ],
            },
            {
                "kind": "prompts",
                "id": "look",
                "title": "What I see",
                "help": "Write a few words, and no more.",
                "prompts": [
                    {"id": f"prompt-{n}", "label": own.text(when, dice), "lines": 2}
                    for n, when in enumerate(dice.sample(PHRASES["when"], 3), 1)
                ],
            },
            {
                "kind": "table",
                "id": "notes",
                "title": "My notes",
                "help": "One row for each time.",
                "rows": 4,
                "columns": [{"id": id, "label": label, "width": 3} for id, label in parts.items()],
                "example": {"part": "the handle", "found": "some dust", "next": "a soft brush"},
            },
            {
                "kind": "commitment",
                "id": "next-act",
                "title": "One thing by a date",
                "help": "Choose a small one.",
            },
        ],
        "next": {"say": "Go through the list", "to": f"checklists/{own.id}"},
    }


def order(topics: Sequence[Topic]) -> dict[str, Any]:
    """Return the fields of content/guide.yml."""
    doors = [{"say": one.title, "to": f"principles/{one.id}"} for one in topics[:2]]
    begin = {
        **doors[0],
        "title": "Where to begin",
        "hint": "One small habit, and a good one to begin with.",
    }
    groups = [topic.id for topic in topics[::10]]
    shown = {"principles": [topic.id for topic in topics], "checklists": groups, "worksheets": groups}
    shared = PHRASES["order"]
    return {
        **shared,
        "home": {
            **shared["home"],
            "begin": begin,
            "doors": {"title": "Or begin where you are", "show": doors},
        },
        **{kind: {**shared[kind], "show": ids} for kind, ids in shown.items()},
    }


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes paragraphs as blocks, as people do."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def write(folder: Path, count: int, offline: bool = True) -> None:
    """Write a guide of `count` principles into `folder`; one that is there is written over.

    Raises `ValueError` for a number that is too small or too large.
    """
    if not 2 <= count <= MOST:
        raise ValueError(f"A guide can have from 2 to {MOST} principles, not {count}.")
    topics = [topic(number) for number in range(count)]
    files = {
        "site_config.yml": {**PHRASES["settings"], "offline": "yes" if offline else "no"},
        "content/guide.yml": order(topics),
        "content/sources.yml": PHRASES["sources"],
        "content/pages/about.yml": PHRASES["about"],
    }
    for start in range(0, count, 10):
        group = topics[start : start + 10]
        files[f"content/checklists/{group[0].id}.yml"] = checklist(group[0], group)
        files[f"content/worksheets/{group[0].id}.yml"] = worksheet(group[0])
    for one in topics:
        files[f"content/principles/{one.id}.yml"] = principle(one, topics)
    for name, fields in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(
            fields, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None
        )
        path.write_text(text, "utf-8", newline="\n")


def main() -> None:
    """Write the guide that was asked for."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("count", type=int, help=f"how many principles, from 2 to {MOST}")
    options.add_argument("--no-offline", action="store_true", help="without the edition to take along")
    chosen = options.parse_args()
    try:
        write(chosen.folder, chosen.count, not chosen.no_offline)
    except ValueError as error:
        options.error(str(error))


if __name__ == "__main__":
    main()
