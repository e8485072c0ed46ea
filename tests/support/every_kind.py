"""A worksheet with a section of every kind, and the page of any worksheet."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

from generator.model.guide import Guide
from generator.model.worksheet import Worksheet
from generator.pages.pages import guide_pages
from generator.pages.templates import environment
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

EVERY_KIND = """\
title: Every kind
outcome: You have seen every kind of section.
why: A kind that is on one sheet only is easily forgotten.
from: [team-practice]
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
  - kind: drawing
    id: map
    title: My map
    help: A dot for each person.
    label: Draw the people, each in one of the rings
    height: 8
    center: Me
    rings: [Every week, Now and then, Long ago]
  - kind: drawing
    id: table
    title: Where we sit
    help: It need not be beautiful.
    label: Draw the table and the chairs
    height: 4
  - kind: balance
    id: give
    title: Give and take
    help: Count what you gave and what you asked for.
    given: {id: gave, label: Remarks I gave, help: In words or in writing.}
    asked: {id: asked, label: Remarks I asked for}
    weeks: 4
  - kind: bars
    id: sums
    title: My sums
    help: Shade each bar up to your sum.
    highest: 25
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


def page_of(worksheet: Worksheet, guide: Guide) -> HtmlElement:
    """Return the page of `worksheet` as HTML."""
    jinja = environment(ROOT / "templates/pages", ENGLISH)
    page = next(page for page in guide_pages(guide, {}, jinja) if page.address == worksheet.address)
    return html.fromstring(page.render())
