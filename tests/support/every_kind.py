"""A worksheet with a section of every kind, and the page of any worksheet."""

from __future__ import annotations

from pathlib import Path

from lxml import html
from lxml.html import HtmlElement

from generator.layers import Layers
from generator.model.guide import Guide
from generator.model.worksheet import Worksheet
from generator.pages.pages import guide_pages
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH

EVERY_KIND = """\
title: Every kind
outcome: You have seen every kind of section.
why: A kind that is on one sheet only is easily forgotten.
from: [team-practice]
next: {say: Ask first, to: principles/ask-first}
sections:
  - kind: text
    id: first
    title: Read this first
    help: It takes a minute.
    points: [One thing at a time., Write in short words.]
  - kind: prompts
    id: think
    title: Think
    help: Take your time.
    prompts:
      - {id: seen, label: What I saw, help: As a camera would., lines: 2}
      - {id: heard, label: What I heard, lines: 1}
    example: {seen: an open door, heard: the fan}
  - kind: checklist
    id: ready
    title: Ready?
    help: Tick what is true.
    items:
      - {id: asked, label: I asked for a good time, help: Before lunch is best.}
      - {id: alone, label: We are alone}
  - kind: rating
    id: stand
    title: How it stands
    help: Circle a number now, and again in a month.
    scale: {low: not yet, high: fully}
    twice: yes
    statements:
      - {id: clear, label: I know the one thing to say, help: "One, not three."}
      - {id: calm, label: I am calm}
  - kind: table
    id: people
    title: People
    help: One row for each person.
    rows: 2
    columns:
      - {id: who, label: Who, help: First name and town., width: 3}
      - {id: day, label: Day, type: date, width: 2}
      - {id: done, label: Done, type: check, width: 1}
      - {id: answer, label: Answer, type: choice, options: ["yes", later, "no"], width: 3}
    example: {who: Lena from Graz, day: 4 May, done: "yes", answer: later}
  - kind: log
    id: after
    title: What came of it
    help: Go on as long as you like.
    rows: 3
    columns:
      - {id: who, label: Who, width: 2}
      - {id: said, label: What was said, width: 4}
    example: {who: Lena, said: She thanked me}
  - kind: columns
    id: sides
    title: Two sides
    help: What each of us knows.
    left: {id: mine, label: I know, help: For certain.}
    right: {id: theirs, label: They may know}
    lines: 2
    example: {mine: who locks up, theirs: who was late}
  - kind: sentence
    id: opening
    title: My first sentence
    help: Say it aloud once.
    words: 30
    text: "I noticed {what}. Would you like to hear it {when}?"
    blanks:
      - {id: what, label: what I saw}
      - {id: when, label: now or later}
    example: {what: the open door, when: after lunch}
  - kind: sentence
    id: short
    title: A sentence to finish
    help: Only the blanks.
    minutes: 2
    text: "When {when}, I will say {say}."
    blanks:
      - {id: when, label: the moment}
      - {id: say, label: my words}
    example: {when: the door is open, say: so}
  - kind: own-words
    id: mine
    title: In my own words
    help: As one says it.
    minutes: 12
    words: 20
    samples:
      - {label: Too vague, text: Great job.}
      - {text: The minutes were out the same evening. That saved me an hour.}
  - kind: chart
    id: lookup
    title: Which one is it?
    help: Find your row.
    letters: yes
    columns: [What I saw, What I do]
    rows:
      - [an open door, "close it"]
      - [a late start, "ask why"]
  - kind: timeline
    id: waiting
    title: What I wait for
    help: Fill in a dot when its day is over.
    rows: 2
    columns:
      - {id: who, label: Who}
      - {id: sort, label: Sort, type: choice, options: [first, second]}
      - {id: what, label: What}
      - {id: asked, label: Asked, type: date}
      - {id: again, label: Ask again, type: date, after: 7}
      - {id: rest, label: Let go, type: date, after: 28}
    example: {who: Lena, sort: second, what: the key, asked: 4 May, again: 11 May, rest: 1 June}
  - kind: people
    id: line
    title: A line of people
    help: A filled dot means it is my turn.
    rows: 3
    columns:
      - {id: turn, label: My turn, type: check}
      - {id: name, label: Name, width: 3}
      - {id: next, label: Next, width: 4}
    example: {turn: "yes", name: Lena, next: ask for the key}
  - kind: overlap
    id: share
    title: What I share
    help: Sort it.
    left: {id: open, label: I say it, help: to anyone}
    both: {id: asked, label: If asked}
    right: {id: closed, label: I keep it}
    example: {open: my name, asked: my age, closed: my pay}
  - kind: seesaw
    id: beam
    title: Give and ask
    help: Both in one week.
    left: {id: give, label: I give, help: Rest if it is heavier.}
    right: {id: ask, label: I ask}
    limit: {id: limit, label: My limit, help: minutes}
    lines: 2
    example: {give: an hour, ask: a ride, limit: "30"}
  - kind: ladder
    id: steps
    title: From small to large
    help: Start low.
    steps:
      - {id: word, label: a word, help: in the hall}
      - {id: call, label: a call}
    example: {word: Omar}
  - kind: rings
    id: near
    title: Who is near
    help: Names in rings.
    center: me
    rings:
      - {id: close, label: close}
      - {id: far, label: far, help: Long ago.}
    around: [work, school]
    height: 8
    example: {close: Lena, far: Omar}
  - kind: week
    id: days
    title: Five days
    help: One thing a day.
    days:
      - {id: one, label: Monday}
      - {id: two, label: Tuesday}
      - {id: three, label: Wednesday}
      - {id: four, label: Thursday}
      - {id: five, label: Friday, help: Half a day.}
    done: done
    lines: 3
    example: {one: call Lena}
  - kind: cards
    id: slips
    title: Cards to cut out
    help: Pass them on.
    cards:
      - title: I ask
        blanks:
          - {id: ask-what, label: What}
          - {id: ask-when, label: By, help: A day.}
      - title: I offer
        blanks:
          - {id: offer-what, label: What}
    example: {ask-what: a ride, ask-when: Friday, offer-what: an hour}
  - kind: drawing
    id: map
    title: My map
    help: A dot for each person.
    label: Draw the people, each in one of the rings
    height: 4
    example: {drawing: Lena is close}
    center: Me
    rings: [Every week, Now and then, Long ago]
  - kind: drawing
    id: table
    title: Where we sit
    help: It need not be beautiful.
    label: Draw the table and the chairs
    height: 2
  - kind: balance
    id: give
    title: Give and take
    help: Count what you gave and what you asked for.
    given: {id: gave, label: Remarks I gave, help: In words or in writing.}
    asked: {id: asked, label: Remarks I asked for}
    weeks: 4
    example: {gave: "2", asked: "1"}
  - kind: bars
    id: sums
    title: My sums
    help: Shade each bar up to your sum.
    highest: 25
    start: Start here
    bars:
      - {id: talk, label: Talking}
      - {id: hear, label: Hearing, help: Rows one to five.}
  - kind: facilitation
    id: group
    title: For the one who leads the group
    help: Let them work in pairs.
    minutes: 20
  - kind: commitment
    id: act
    title: One act by a date
    help: Tell somebody who will ask.
    example: {act: tell Lena, with: Lena, by: Friday, asker: Omar}
"""
"""A file for content/worksheets/, without a principle of its own."""


def add_every_kind(folder: Path) -> None:
    """Add the sections of `EVERY_KIND` to a small guide, as two worksheets: one would have too many pages."""
    head, *sections = EVERY_KIND.split("  - kind: ")
    half = len(sections) // 2
    for id, title, some in (
        ("every-kind", "Every kind", sections[:half]),
        ("other-kinds", "Every other kind", sections[half:]),
    ):
        text = "  - kind: ".join((head.replace("Every kind", f"{title}\npages: 6"), *some))
        (folder / f"content/worksheets/{id}.yml").write_text(text, "utf-8")
    outline = folder / "content/guide.yml"
    text = outline.read_text("utf-8").replace("[one-talk]", "[one-talk, every-kind, other-kinds]")
    outline.write_text(text, "utf-8")


def page_of(worksheet: Worksheet, guide: Guide) -> HtmlElement:
    """Return the page of `worksheet` as HTML."""
    jinja = environment(Layers(ROOT / "templates"), ENGLISH)
    page = next(page for page in guide_pages(guide, {}, jinja) if page.address == worksheet.address)
    return html.fromstring(page.render())
