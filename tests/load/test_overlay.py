"""An overlay can add, reword or hide parts of a guide."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.build import load_checked
from generator.cli.lock import update_lock
from generator.load.overlay import merge
from generator.load.yaml_nodes import parse
from generator.model.guide import Guide
from generator.model.ids import unlocked
from generator.problems import ContentError
from generator.project import Project


def merged(base: str, overlay: str) -> object:
    return merge(parse(base.encode(), "base.yml"), parse(overlay.encode(), "overlay.yml"))


@pytest.mark.parametrize(
    ("base", "overlay", "expected"),
    [
        ("a: one\nb: two", "a: other", {"a": "other", "b": "two"}),
        ("a: one", "b: new", {"a": "one", "b": "new"}),
        ("a: {x: one, y: two}", "a: {y: other}", {"a": {"x": "one", "y": "other"}}),
        ("a: {x: one, y: two}", "a: {y: {hide: yes}}", {"a": {"x": "one"}}),
        ("a: [x, y]", "a: [z]", {"a": ["z"]}),
        (
            "a: [{id: x, t: one}, {id: y, t: two}]",
            "a: [{id: y, t: other}, {id: z, t: new}]",
            {"a": [{"id": "x", "t": "one"}, {"id": "y", "t": "other"}, {"id": "z", "t": "new"}]},
        ),
        (
            "a: [{id: x, t: one}, {id: y, t: two}]",
            "a: [{id: x, hide: yes}]",
            {"a": [{"id": "y", "t": "two"}]},
        ),
        ("a: [{id: x, t: one}]", "a: [{id: x, hide: no}]", {"a": [{"id": "x", "t": "one"}]}),
    ],
)
def test_the_overlay_wins(base: str, overlay: str, expected: object) -> None:
    assert merged(base, overlay) == expected


def test_hiding_something_missing_is_reported_at_its_location() -> None:
    with pytest.raises(ContentError) as reported:
        merged("a: [{id: camera, t: one}]\nb: c", "a: [{id: kamera, hide: yes}]\nd: {hide: yes}")
    assert [(str(p.location.file), p.location.line, p.rule, p.fix) for p in reported.value.problems] == [
        ("overlay.yml", 1, "nothing-to-hide", "did you mean “camera”?"),
        ("overlay.yml", 2, "nothing-to-hide", "delete this; there’s nothing to hide"),
    ]


def overlaid(folder: Path, **files: object) -> Guide:
    """Return the small guide with an overlay of `files`, whose paths have two underscores for each slash."""
    config = folder / "site_config.yml"
    config.write_text(config.read_text("utf-8") + "overlay: overlays/north\n", "utf-8")
    for name, content in files.items():
        path = folder / "overlays/north" / (name.replace("__", "/").replace("_", "-") + ".yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")
    return load_checked(Project.at(folder))


def test_an_overlay_rewords_one_step_and_adds_one(small_guide: Path) -> None:
    step = {
        "when": "They are far away",
        "how": "Call them.",
        "because": "A voice carries more.",
        "from": ["team-practice"],
    }
    guide = overlaid(
        small_guide,
        principles__ask_first={
            "summary": "In our house, ask before you tell.",
            "practices": [{"id": "take-no", "do": "Hear a no"}, {"id": "call", "do": "Call first", **step}],
        },
    )
    principle = guide.principles["ask-first"]
    assert principle.summary == "In our house, ask before you tell."
    assert [practice.do for practice in principle.practices][-2:] == ["Hear a no", "Call first"]
    assert principle.title == "Ask before you tell"
    assert principle.summary.where.file == "overlays/north/principles/ask-first.yml"
    assert principle.title.where.file == "content/principles/ask-first.yml"


def test_an_overlay_adds_a_page_of_its_own(small_guide: Path) -> None:
    guide = overlaid(
        small_guide,
        guide={"pages": ["why-it-is-hard", "our-rooms"]},
        pages__our_rooms={
            "title": "Our rooms",
            "name": "Rooms",
            "summary": "Where two people can talk in peace.",
            "passages": [{"id": "first-floor", "title": "First floor", "text": "Knock before you enter."}],
        },
    )
    assert guide.pages["our-rooms"].id.where.file == "overlays/north/pages/our-rooms.yml"


def test_hidden_ids_do_not_have_to_be_retired(small_guide: Path) -> None:
    from generator.cli.lock import update_lock

    update_lock(Project.at(small_guide))
    guide = overlaid(small_guide, questions={"hide": "yes"}, changes={"hide": "yes"})
    assert guide.questions is None
    assert guide.changes is None


def test_ids_of_an_overlay_are_not_written_into_the_shared_lock(small_guide: Path) -> None:
    folder = small_guide / "overlays/north/pages"
    folder.mkdir(parents=True)
    update_lock(Project.at(small_guide))
    head = "title: Rooms\nname: Rooms\nsummary: Where to talk.\n"
    part = "passages:\n  - {id: one, title: One, text: Here.}\n"
    (folder / "our-rooms.yml").write_text(head + part, "utf-8")
    (folder.parent / "guide.yml").write_text("pages: [why-it-is-hard, our-rooms]\n", "utf-8")
    config = small_guide / "site_config.yml"
    config.write_text(config.read_text("utf-8") + "overlay: overlays/north\n", "utf-8")
    guide = load_checked(Project.at(small_guide))
    assert "our-rooms" in guide.pages
    assert unlocked(guide) == []


def test_hiding_a_linked_record_is_reported_at_the_link(small_guide: Path) -> None:
    with pytest.raises(ContentError) as reported:
        overlaid(small_guide, checklists__before_the_talk={"hide": "yes"})
    assert {problem.location.file for problem in reported.value.problems} >= {
        "content/guide.yml",
        "content/principles/ask-first.yml",
    }


def test_hiding_a_missing_page_is_reported(small_guide: Path) -> None:
    with pytest.raises(ContentError) as reported:
        overlaid(small_guide, checklists__before_a_talk={"hide": "yes"})
    [problem] = [problem for problem in reported.value.problems if problem.rule == "nothing-to-hide"]
    assert problem.location.file == "overlays/north/checklists/before-a-talk.yml"
    assert problem.fix == "did you mean “before-the-talk”?"


def test_a_missing_folder_is_reported(small_guide: Path) -> None:
    with pytest.raises(ContentError) as reported:
        overlaid(small_guide)
    assert [problem.rule for problem in reported.value.problems] == ["missing-folder"]
