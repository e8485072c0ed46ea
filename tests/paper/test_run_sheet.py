"""Run sheets and the first page of booklets: what leaders, participants and printers can rely on."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pymupdf
import pypdf
import pytest
import yaml
import zxingcpp
from PIL import Image

from generator.layers import Layers
from generator.load.loader import load
from generator.model.guide import Guide
from generator.model.paper_sizes import PAPERS
from generator.model.source_text import SourceText
from generator.model.worksheet import Facilitation
from generator.model.workshop import Workshop, clock
from generator.paper.context import PrintContext
from generator.paper.run_sheet import booklet_front, run_sheet, unprintable
from generator.problems import ContentError, Location
from generator.project import Project
from tests.support.nightly import representatives
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

TEMPLATES = ROOT / "templates"

RICH = yaml.load(
    """
id: three-talks
title: Three talks in one day
also: [training day]
summary: A group prepares, tries and improves one hard talk.
aim: Everyone leaves with a sentence said aloud twice.
welcome: No one is graded today, and the paper stays with you.
take-home: Hold the talk before the next new moon.
principles: [ask-first]
lengths: [40, 95]
group: {least: 5, most: 14}
room: Tables that can be moved without noise.
before:
  - {when: A month before, do: Find a room with a door that shuts.}
  - {when: The day before, do: Count the chairs.}
bring:
  - {what: Soft pencil, for: person, number: 2}
  - {what: Large sheet, for: pair}
  - {what: Bell, for: group}
activities:
  - id: arrive
    title: Come in
    aim: Everyone speaks once.
    form: everyone
    minutes: {40: 5, 95: 15}
    say: [It is good to see you., You may pass on any question.]
    do: [Shake hands at the door., Start on time.]
    watch-for: Someone arrives late and says why. Smile and go on.
    debrief: ["What did you notice?", "Who was quiet?"]
  - id: ready
    title: Look at yourself
    aim: Everyone has a first number.
    form: alone
    minutes: {95: 20}
    sheet: one-talk
    do: [Leave them in peace.]
    watch-for: Someone compares numbers. Say that they are private.
  - id: write
    title: Find the words
    aim: One sentence is on paper.
    form: fours
    minutes: {40: 25, 95: 40}
    sheet: one-talk
    sections: [camera, opening]
    do: [One reads and three listen.]
  - id: say
    title: Say it
    aim: Everyone says it aloud.
    form: pairs
    minutes: {40: 10, 95: 20}
    say: [Speak slowly.]
    do: [Ring the bell halfway.]
short: Leave out the numbers.
online: Use small rooms, and a timer on the screen.
after:
  - {when: The same night, do: Write down what you would change.}
from: [team-practice]
next: {say: Ask first, to: principles/ask-first}
""",
    yaml.BaseLoader,  # every value is a string, as with the program's own loader
)

NOTE = {
    "kind": "facilitation",
    "id": "group",
    "title": "For the leader",
    "help": "Do not read over shoulders.",
    "minutes": "30",
}


def small_guide() -> Guide:
    """The guide in tests/guide, with a note for groups on its sheet."""
    guide = load(Project(ROOT / "tests" / "guide")).guide
    assert guide
    (sheet,) = guide.worksheets.values()
    noted = sheet.model_copy(update={"sections": (Facilitation.model_validate(NOTE), *sheet.sections)})
    return replace(guide, worksheets={sheet.id: noted})


GUIDE = small_guide()
CONTEXT = PrintContext(GUIDE, Layers(TEMPLATES), ENGLISH)


def workshop(**changes: Any) -> Workshop:
    return Workshop.model_validate({**RICH, **changes})


def activity(**changes: Any) -> dict[str, Any]:
    """The last activity with `changes`, for a workshop with only the first one and this one."""
    return {**RICH["activities"][-1], **changes}


def of_two(step: dict[str, Any], **changes: Any) -> Workshop:
    first = {**RICH["activities"][0], "minutes": {"40": "30"}}
    return workshop(lengths=["40"], activities=[first, {**step, "minutes": {"40": "10"}}], **changes)


@cache
def shipped(length: int, paper: str) -> bytes:
    return run_sheet(workshop(), length, CONTEXT, PAPERS[paper])


@cache
def front(paper: str, length: int = 95) -> bytes:
    return booklet_front(workshop(), length, CONTEXT, PAPERS[paper])


def made(one: Workshop, paper: str = "a4") -> bytes:
    return run_sheet(one, one.lengths[-1], CONTEXT, PAPERS[paper])


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]


def squeezed(text: str) -> str:
    """Return `text` without white space, since extracted text has the line breaks of the page."""
    return re.sub(r"\s+", "", text)


def text_of(document: bytes) -> str:
    return squeezed("".join(pages(document)))


def drawn(document: bytes) -> Any:
    return pymupdf.open(stream=document)  # type: ignore[no-untyped-call]


def spans(page: Any) -> Iterator[dict[str, Any]]:
    """Runs of text in one font and size."""
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            yield from line["spans"]


def headings(document: bytes) -> list[str]:
    """Every heading in the outline, starting with the title."""

    def below(items: Any) -> Iterator[str]:
        for item in items:
            yield str(item.title)
            yield from below(item.children)

    with pikepdf.open(io.BytesIO(document)) as opened, opened.open_outline() as outline:
        return [*below(outline.root)]


EVERY = [
    ("run", 40, "a4"),
    ("run", 95, "a4"),
    ("run", 95, "letter"),
    ("front", 0, "a4"),
    ("front", 0, "letter"),
]


@pytest.fixture(params=EVERY, ids=[f"{kind}-{length}-{paper}" for kind, length, paper in EVERY])
def document(request: pytest.FixtureRequest) -> bytes:
    kind, length, paper = request.param
    return shipped(length, paper) if kind == "run" else front(paper)


# Content of a run sheet


def every_text(one: Workshop, length: int) -> Iterator[str]:
    """Every text that the leader needs, in order."""
    yield from (one.title, one.aim, one.room)
    for task in one.before:
        yield from (task.when, task.do)
    yield from (material.what for material in one.bring)
    yield from (slot.activity.title for slot in one.run(length))
    yield one.short
    for slot in one.run(length):
        step = slot.activity
        yield from (step.title, step.aim)
        if step.sheet:
            sheet = GUIDE.worksheets[step.sheet]
            yield sheet.title
            yield from (section.title for section in sheet.sections if section.id in step.sections)
        yield from (*step.say, *step.do)
        if step.watch_for:
            yield step.watch_for
        yield from step.debrief
    for task in one.after:
        yield from (task.when, task.do)
    yield one.online
    yield from (GUIDE.sources[id].cite for id in one.from_)


@pytest.mark.parametrize(
    ("length", "paper"), representatives(product([40, 95], PAPERS), {(40, "letter"), (95, "a4")}.__contains__)
)
def test_every_text_the_leader_needs_is_there_in_order(length: int, paper: str) -> None:
    text = text_of(shipped(length, paper))
    for expected in every_text(workshop(), length):
        found, text = squeezed(expected) in text, text.partition(squeezed(expected))[2]
        assert found, f"“{expected}” is missing, or comes before its place"


def test_steps_not_in_a_length_are_left_out() -> None:
    short, long = text_of(shipped(40, "a4")), text_of(shipped(95, "a4"))
    step = workshop().activities[1]
    for left_out in (step.title, step.aim, step.do[0], step.watch_for or "", "0:15", "95minutes"):
        assert squeezed(left_out) in long
        assert squeezed(left_out) not in short


def test_texts_for_participants_are_left_out() -> None:
    for words in (workshop().welcome, workshop().take_home):
        assert squeezed(words) not in text_of(shipped(95, "a4"))


def test_a_sheets_note_for_groups_is_left_out() -> None:
    """It explains how to use the whole sheet, which is a different plan. It is on the page."""
    for words in ("For the leader", "Do not read over shoulders."):
        assert squeezed(words) not in text_of(shipped(95, "a4"))


@pytest.mark.parametrize("length", [40, 95])
def test_times_on_paper_add_up(length: int) -> None:
    table = "".join(pages(shipped(length, "a4"))).partition("Timetable")[2].partition("Step by step")[0]
    rows = [(60 * int(hour) + int(minute), int(takes)) for hour, minute, takes in CLOCK.findall(table)]
    *steps, end = rows
    assert len(steps) == len([*workshop().run(length)])
    at = 0
    for start, takes in steps:
        assert start == at
        at += takes
    assert end == (at, length)


CLOCK = re.compile(r"(\d+):(\d\d)\s+(\d+)\b")


def test_each_step_shows_its_time_and_the_group_size() -> None:
    script = squeezed("".join(pages(shipped(95, "a4"))).partition("Step by step")[2])
    for line in ("0:0015minEveryone", "0:1520minOnyourown", "0:3540minIngroupsoffour", "1:1520minInpairs"):
        assert line in script


@pytest.mark.parametrize(("minutes", "shown"), [(0, "0:00"), (5, "0:05"), (60, "1:00"), (239, "3:59")])
def test_times_count_from_the_start(minutes: int, shown: str) -> None:
    assert clock(minutes) == shown


def part(document: bytes, start: str, end: str) -> str:
    return squeezed("".join(pages(document)).partition(start)[2].partition(end)[0])


def test_what_to_bring_says_how_many_and_has_room_for_the_leaders_own_number() -> None:
    text = part(shipped(95, "a4"), "What to bring", "Your group in numbers")
    for thing in (
        "“One talk” 1 for each person",
        "Soft pencil 2 for each person",
        "Large sheet 1 for each pair",
        "Bell 1 for the group 1",
    ):
        assert squeezed(thing) in text
    assert "Howmany" in text


def test_what_only_other_lengths_need_is_not_on_the_list() -> None:
    bring = [{**RICH["bring"][0], "lengths": ["95"]}, RICH["bring"][2]]
    one = workshop(bring=bring)
    assert "Soft pencil" not in "".join(pages(run_sheet(one, 40, CONTEXT, PAPERS["a4"])))
    assert "Soft pencil" in "".join(pages(run_sheet(one, 95, CONTEXT, PAPERS["a4"])))


def test_numbers_are_printed_for_usual_sizes() -> None:
    text = part(shipped(95, "a4"), "Your group in numbers", "Timetable")
    for row in (
        "People 5 6 8 10 12 14",
        "Pairs 2 3 4 5 6 7",
        "Groups of four 1 2 2 3 3 4",
        "2 for each person 10 12 16 20 24 28",
    ):
        assert squeezed(row) in text, row


def test_a_round_that_would_be_too_short_is_a_dash_with_the_way_out() -> None:
    steps = [{**RICH["activities"][0], "turns": {"40": "1"}}, *RICH["activities"][1:]]
    one = workshop(group={"least": "2", "most": "40"}, activities=steps)
    text = part(run_sheet(one, 40, CONTEXT, PAPERS["a4"]), "Your group in numbers", "Timetable")
    assert squeezed("at 0:00 30 s 20 s 15 s 10 s 10 s 5 s 5 s 5 s – – – –") in text
    assert squeezed("Do that in groups of four.") in text
    assert squeezed("Do that in groups of four.") not in text_of(shipped(40, "a4"))


def test_a_note_about_sizes_is_printed_with_them() -> None:
    one = workshop(sizes=[{"least": "5", "most": "6", "do": "Sit at one table."}])
    assert squeezed("With 5 to 6 people: Sit at one table.") in text_of(made(one))


def test_a_workshop_with_no_sheet_and_nothing_to_bring_has_no_list() -> None:
    one = of_two(activity(), bring=[])
    assert "What to bring" not in headings(made(one))


def opened_by_code(document: bytes) -> str:
    """Return the address in the QR code on the first page."""
    with drawn(document) as opened:
        pixels = opened[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    (code,) = zxingcpp.read_barcodes(Image.frombytes("L", (pixels.width, pixels.height), pixels.samples))
    return str(code.text)


def test_the_code_on_a_run_sheet_opens_the_page_of_the_workshop() -> None:
    for paper in PAPERS:
        assert opened_by_code(shipped(40, paper)) == f"{GUIDE.site.url}workshops/three-talks/"


def test_the_license_the_date_and_the_stamp_are_at_the_end(document: bytes) -> None:
    end = pages(document)[-1]
    assert GUIDE.site.license.name in end
    assert re.search(r"version [0-9a-f]{8}\b", end)
    assert str(GUIDE.outline.updated.year) in end


def test_different_texts_have_different_stamps() -> None:
    def stamp(one: Workshop) -> str:
        (found,) = re.findall(r"version ([0-9a-f]{8})", "".join(pages(made(one))))
        return str(found)

    assert stamp(workshop()) == stamp(workshop())
    assert stamp(workshop(short="Leave out the bell.")) != stamp(workshop())


# The first page of the booklet


def test_the_first_page_has_a_welcome_the_steps_and_what_to_take_home() -> None:
    text, one = text_of(front("a4")), workshop()
    for words in (one.title, one.welcome, "Name", "Date", *(step.title for step in one.activities)):
        assert squeezed(words) in text
        text = text.partition(squeezed(words))[2]
    assert squeezed(one.take_home) in text


def test_the_first_page_shows_no_times() -> None:
    """Participants shouldn't watch the clock."""
    text = "".join(pages(front("a4")))
    assert not re.search(r"minute|\bmin\b|\d:\d\d|\b(40|95)\b", text), text


def test_the_code_on_the_first_page_does_not_open_the_page_with_times() -> None:
    for paper in PAPERS:
        assert opened_by_code(front(paper)) == f"{GUIDE.site.url}principles/ask-first/"


def test_the_first_page_names_only_the_steps_of_its_length() -> None:
    assert "Look at yourself" not in "".join(pages(front("a4", 40)))
    assert "Look at yourself" in "".join(pages(front("a4", 95)))


def test_the_back_asks_what_the_group_is_asked_with_room_to_answer() -> None:
    for paper in PAPERS:
        before, back = pages(front(paper))
        assert "To take home" in before
        asked = "What I want to remember Come in What did you notice? Who was quiet?"
        assert squeezed(asked) in squeezed(back)
        assert "Say it" not in back, "a step without questions"
        with drawn(front(paper)) as opened:
            assert len([line for line in opened[1].get_drawings() if line["rect"].width > 400]) > 10
        with pikepdf.open(io.BytesIO(front(paper))) as opened:
            assert "/AcroForm" not in opened.Root


def test_without_questions_the_back_has_no_bare_lines() -> None:
    steps = [{**step, "debrief": []} for step in RICH["activities"]]
    document = booklet_front(workshop(activities=steps), 95, CONTEXT, PAPERS["a4"])
    assert pages(document)[1].startswith("Sources")
    with drawn(document) as opened:
        assert not [line for line in opened[1].get_drawings() if line["rect"].width > 400]


# Paper


def test_pages_keep_their_margins_and_are_legible(document: bytes) -> None:
    with drawn(document) as opened:
        for number, page in enumerate(opened):
            bound, free = (22, 15) if number % 2 == 0 else (15, 22)
            for x0, y0, x1, y1, word, *_ in page.get_text("words"):
                assert x0 >= bound * 72 / 25.4 - 1, word
                assert x1 <= page.rect.width - free * 72 / 25.4 + 1, word
                assert y0 >= 8 * 72 / 25.4, word
                assert y1 <= page.rect.height - 8 * 72 / 25.4, word
            assert min(span["size"] for span in spans(page)) >= 7.9


def test_text_for_the_leader_is_never_small() -> None:
    with drawn(shipped(95, "letter")) as opened:
        sizes = {span["text"].strip(): span["size"] for page in opened for span in spans(page)}
    for text in (
        "Say",
        "It is good to see you.",
        "Shake hands at the door.",
        "15 min",
        "In groups of four",
        "0:00",
    ):
        assert sizes[text] >= 11, text


def test_a_step_is_kept_on_one_page() -> None:
    step = activity(do=["Ring the bell and wait until it is quiet again."] * 6, debrief=["Last of all?"])
    steps = [{**step, "id": f"s{number}", "title": f"Step number {number}"} for number in range(7)]
    minutes = {"70": "10"}
    one = workshop(lengths=["70"], activities=[{**each, "minutes": minutes} for each in steps])
    texts = [squeezed(page) for page in pages(made(one))]
    assert squeezed("".join(pages(made(one)))).count("Lastofall?") == 7
    # Each page has as many starts as ends of steps; the timetable names each step once more.
    bodies = [page.partition("Stepbystep")[2] or page for page in texts]
    start = next(number for number, page in enumerate(texts) if "Stepbystep" in page)
    for page in bodies[start:]:
        assert page.count("Stepnumber") == page.count("Lastofall?")


def test_a_step_longer_than_a_page_runs_on_and_nothing_is_lost() -> None:
    long = (
        "Wait until everyone is quiet, look around, and then say the next of these many lines, slowly. " * 4
    )
    doing = [f"Number {number}. {long.strip()}" for number in range(20)]
    steps = [{**activity(do=doing), "id": id, "minutes": {"40": "20"}} for id in ("first", "second")]
    document = made(workshop(lengths=["40"], activities=steps))
    text = re.sub(r"Page\d+of\d+|Threetalksinoneday·GivingFeedbackCCBY4\.0", "", text_of(document))
    for each in doing:
        assert text.count(squeezed(each)) == 2
    with drawn(document) as opened:
        for page in opened:
            assert all(word[3] <= page.rect.height - 20 for word in page.get_text("words"))


def test_a_heading_is_never_last_on_a_page() -> None:
    """However long the text before it is."""
    for count in range(1, 14):
        tasks = [{"when": f"Day {number}", "do": "Count the chairs."} for number in range(count)]
        document = made(workshop(before=tasks))
        with drawn(document) as opened:
            for page in opened:
                words = [word for word in page.get_text("words") if word[1] < page.rect.height - 60]
                last = max(words, key=lambda word: (round(word[3]), word[0]))
                line = " ".join(word[4] for word in words if abs(word[3] - last[3]) < 2)
                assert line not in headings(document), f"{count} tasks"


def test_long_words_stay_in_their_columns() -> None:
    word = "Supercalifragilisticexpialidocious"
    (sheet,) = GUIDE.worksheets.values()
    guide = replace(GUIDE, worksheets={sheet.id: sheet.model_copy(update={"title": word})})
    one = of_two(activity(title=f"{word} twice", sheet=sheet.id))
    document = run_sheet(one, 40, replace(CONTEXT, guide=guide), PAPERS["a4"])
    with drawn(document) as opened:
        for page in opened:
            boxes = [pymupdf.Rect(word[:4]) for word in page.get_text("words")]  # type: ignore[no-untyped-call]
            for number, box in enumerate(boxes):
                assert box.x1 <= page.rect.width - 40
                for other in boxes[:number]:
                    shared = box & other
                    assert shared.is_empty or shared.width < 1 or shared.height < 3


def test_type_is_as_large_as_possible_without_an_extra_page() -> None:
    def size(document: bytes) -> float:
        with drawn(document) as opened:
            return float(next(one["size"] for one in spans(opened[0]) if workshop().room in one["text"]))

    sizes = {
        round(size(made(workshop(before=[{"when": f"Day {n}", "do": "Count."} for n in range(count)]))), 1)
        for count in range(1, 14, 2)
    }
    assert {*sizes} <= {11, 11.5, 12}
    assert len(sizes) > 1


def test_code_in_a_text_is_printed_as_typed() -> None:
    trick = "#panic() $x^2$ *bold* @ref <label> {{ site.name }} <script>"
    one = of_two(activity(say=[trick], do=[trick, trick], debrief=[trick]), room=trick)
    assert text_of(made(one)).count(squeezed(trick)) == 5


# Standards


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_it_meets_the_standards(document: bytes, profile: Any) -> None:
    report = page_validation.validate_pdf_bytes(document, profile=profile)
    assert report.is_compliant, [str(failure) for failure in report.failures]


def test_an_accessibility_checker_finds_no_error(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "run.pdf"
    path.write_bytes(document)
    result = outloud.check(str(path))
    assert not result.error
    assert not result.errors, result.findings


def test_the_outline_has_every_heading() -> None:
    title, *others = headings(shipped(40, "a4"))
    assert title == "Three talks in one day"
    assert {*others} == {
        *("Before", "What to bring", "Your group in numbers", "Timetable", "Step by step"),
        *("If you’re running out of time", "Online", "Afterward", "My notes", "Sources"),
        *("Come in", "Find the words", "Say it"),
    }


def test_two_runs_give_the_same_bytes() -> None:
    assert made(workshop()) == shipped(95, "a4")


# Errors


@pytest.mark.parametrize(
    "change",
    [
        lambda text: {"welcome": text},
        lambda text: {"room": text},
        lambda text: {"bring": [{"what": text, "for": "pair"}]},
        lambda text: {"activities": [activity(), activity(id="other", debrief=[text])]},
    ],
)
def test_a_character_without_a_glyph_is_reported_with_its_location(change: Any) -> None:
    place = Location("content/workshops/three-talks.yml", 12, 7)
    one = workshop(**change(SourceText("Smile 🙂 now", place)))
    (problem,) = unprintable(one, GUIDE)
    assert (problem.rule, problem.location) == ("no-glyph", place)
    with pytest.raises(ContentError) as caught:
        made(one)
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize("file", ["run.typ", "booklet.typ"])
def test_an_error_in_a_template_is_reported_with_its_line(file: str, tmp_path: Path) -> None:
    folder = shutil.copytree(TEMPLATES, tmp_path / "templates") / "paper"
    text = (folder / file).read_text("utf-8")
    (folder / file).write_text(text + "#nonsense", "utf-8")
    maker = {"run.typ": partial(run_sheet, workshop()), "booklet.typ": partial(booklet_front, workshop())}
    with pytest.raises(ContentError) as caught:
        maker[file](40, replace(CONTEXT, templates=Layers(folder.parent), typesetters={}), PAPERS["a4"])
    (problem,) = caught.value.problems
    assert (problem.location.file, problem.location.line) == (f"templates/paper/{file}", text.count("\n") + 1)
