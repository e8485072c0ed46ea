"""A moment: something that just happened to a reader, and one path through it (content/moments/).

The page asks for one date at most. From that, it says what to do today, and opens only that step.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from generator.model.action import Action
from generator.model.fields import Slug, Summary, Text, Title, invalid
from generator.model.numbers import DayOfMoment, Days, Minutes
from generator.model.record import (
    Block,
    ChecklistRef,
    Identified,
    MessageRef,
    PrincipleRef,
    Record,
    Sources,
    YesNo,
)
from generator.problems import did_you_mean

DAY, COUNT = "{day}", "{days}"
"""What a stage can have in its texts: the day of its reminder, and how many days ago or ahead the date is."""


class AskedDate(Block):
    """The one date that the page asks for."""

    ask: Title
    """The question, such as "When did you write?"."""
    help: Text | None = None
    """A word of advice; in small type below the question."""


class Asked(Block):
    """A question to answer with yes or no, which matters only for the stages that have `if`."""

    ask: Title
    """The question, such as "Have you followed up since?"."""
    no: Title
    """What "no" is called."""
    yes: Title
    """What "yes" is called."""


class Rule(Block):
    """The whole advice in brief, which the page shows until it knows the date."""

    title: Title
    text: Text
    """One to three sentences."""


class Station(Block):
    """A dot on the line."""

    day: DayOfMoment
    """Its day, counted from the date."""
    say: Title
    """What happens on that day, in two to five words."""


class Reminder(Block):
    """The day to put in the calendar."""

    day: DayOfMoment | None = None
    """The day, counted from the date; if it has passed, as many days from today as the stage is before it."""
    in_: Days | None = None
    """The day, counted from today, for what begins when the reader does the step of the day."""
    say: Text
    """What the entry in the calendar says."""

    @model_validator(mode="after")
    def _has_one_day(self) -> Self:
        if (self.day is None) == (self.in_ is None):
            message = "a reminder needs one day, counted either from the date or from today"
            raise invalid("reminder", message, "write “day” or “in”, and not both", self.say.where)
        return self


class MomentStage(Block):
    """What the page says from one day on."""

    day: DayOfMoment
    """The first day it counts, from the date; on any day, the last stage that fits is shown."""
    if_: YesNo | None = None
    """The answer to the question that it's for; without it, for both."""
    title: Title
    """The verdict. It can have `{day}`, the day of the reminder, and `{days}`, such as "10 days"."""
    text: Text
    """Why, in one to three sentences; it can have `{day}` and `{days}`, too."""
    open: Slug
    """ID of the step that is opened."""
    remind: Reminder | None = None
    """The day to put in the calendar, if there is a next one."""

    @model_validator(mode="after")
    def _blanks_can_be_filled(self) -> Self:
        for text in (self.title, self.text):
            for blank in re.findall(r"\{[^{}]*\}", text):
                if blank not in (DAY, COUNT):
                    message = f"a stage has no blank {blank}"
                    raise invalid("blank", message, f"the blanks are {DAY} and {COUNT}", text.where)
                if blank == DAY and not self.remind:
                    message = f"{DAY} is the day of the reminder, and this stage has none"
                    raise invalid("blank", message, "add “remind”, or say it without a day", text.where)
        return self


class MomentStep(Identified):
    """One step of the path."""

    title: Title
    """What to do, as a short instruction."""
    help: Text | None = None
    """A sentence below the title, once the step is open."""


class WordsStep(MomentStep):
    """Words to send: a message whose blanks are right there."""

    kind: Literal["words"]
    message: MessageRef
    """ID of the message."""


class CheckStep(MomentStep):
    """What to check first: some boxes of a checklist."""

    kind: Literal["check"]
    checklist: ChecklistRef
    """ID of the checklist."""
    items: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=7)]
    """IDs of its boxes to show, in order."""


class DoStep(MomentStep):
    """Things to do or to know, in a few sentences."""

    kind: Literal["do"]
    points: Annotated[tuple[Text, ...], Field(min_length=1, max_length=7)]
    """One sentence or two each."""
    from_: Sources


class CalendarStep(MomentStep):
    """The day of the reminder, to put in a calendar."""

    kind: Literal["calendar"]


class PersonStep(MomentStep):
    """The person, to add to the reader's contacts with what is known already."""

    kind: Literal["person"]
    occasion: Slug | None = None
    """ID of the moment in content/contacts.yml that happened with them on the date, for their next day."""


class LinksStep(MomentStep):
    """Something to do meanwhile, on other pages."""

    kind: Literal["links"]
    links: Annotated[tuple[Action, ...], Field(min_length=1, max_length=5)]
    """Where to go, in order."""


AnyStep = Annotated[
    WordsStep | CheckStep | DoStep | CalendarStep | PersonStep | LinksStep, Field(discriminator="kind")
]


class Moment(Record):
    """Something that just happened, and one path through it; its title is in the reader's words."""

    folder = "moments"
    word = "moment"
    headings = frozenset(["now", "otherwise"])
    anchored: ClassVar[tuple[str, ...]] = ("steps",)

    also: tuple[Title, ...] = ()
    summary: Summary
    """What the page helps with, for cards and for search engines."""
    principle: PrincipleRef
    """ID of the principle behind it, whose mark it has."""
    minutes: Minutes
    """About how many minutes the step of a day takes."""
    date: AskedDate | None = None
    """The date that it all counts from; leave it out if no date matters."""
    question: Asked | None = None
    """A question that some stages depend on."""
    rule: Rule
    """The advice in brief."""
    stations: Annotated[tuple[Station, ...], Field(max_length=4)] = ()
    """The dots on the line, in the order of their days; none without a date."""
    stages: Annotated[tuple[MomentStage, ...], Field(max_length=10)] = ()
    """What to say when, in the order of their days; none without a date."""
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=2, max_length=6)]
    """The path, in order; without a date, its first step is open."""
    otherwise: Annotated[tuple[Action, ...], Field(min_length=1, max_length=6)]
    """Is it something else? What it could be instead, and where to go then."""
    from_: Sources

    @property
    def messages(self) -> tuple[MessageRef, ...]:
        """The messages whose blanks are on the page."""
        return tuple(step.message for step in self.steps if isinstance(step, WordsStep))

    @model_validator(mode="after")
    def _date_has_stages(self) -> Self:
        if self.date and (len(self.stations) < 2 or not self.stages):
            message = "the page asks for a date, so it needs at least two stations and one stage"
            fix = "add “stations” and “stages”, or leave out “date”"
            raise invalid("moment-days", message, fix, self.date.ask.where)
        texts = [*(station.say for station in self.stations), *(stage.title for stage in self.stages)]
        texts += [self.question.ask] if self.question else []
        if not self.date and texts:
            message = "stations, stages and a question count from a date, and the page doesn’t ask for one"
            raise invalid("moment-days", message, "add “date”, or leave them out", texts[0].where)
        stations = [(station.day, station.say) for station in self.stations]
        for days in (stations, [(stage.day, stage.title) for stage in self.stages]):
            for (earlier, _), (later, text) in pairwise(days):
                if later < earlier:
                    message = f"day {later} comes after day {earlier}"
                    raise invalid("moment-days", message, "sort them by “day”", text.where)
        return self

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        seen: set[str] = set()
        for step in self.steps:
            if isinstance(step, WordsStep):
                what, fix = f"the message “{step.message}”", "choose another message, or delete one of them"
            elif isinstance(step, CheckStep):
                what, fix = f"the checklist “{step.checklist}”", "show all its boxes in one step"
            elif isinstance(step, PersonStep):
                what, fix = "the person", "a moment is about one person, so delete one of them"
            else:
                continue
            if what in seen:
                raise invalid("moment-steps", f"two steps are for {what}", fix, step.id.where)
            seen.add(what)
        return self

    @model_validator(mode="after")
    def _stages_fit_steps(self) -> Self:
        ids = [step.id for step in self.steps]
        has_calendar = any(isinstance(step, CalendarStep) for step in self.steps)
        for stage in self.stages:
            if stage.open not in ids:
                fix = did_you_mean(stage.open, ids) or f"the steps are {', '.join(ids)}"
                raise invalid("unknown-step", f"no step has the ID “{stage.open}”", fix, stage.open.where)
            if stage.remind and not has_calendar:
                message = "there’s a reminder, but no step for the calendar"
                raise invalid("unknown-step", message, "add a step with “kind: calendar”", stage.title.where)
            if stage.if_ is not None and not self.question:
                message = "this stage is for one answer, but the page asks no question"
                raise invalid("moment-days", message, "add “question”, or leave out “if”", stage.title.where)
        for step in self.steps:
            if isinstance(step, CalendarStep) and not any(stage.remind for stage in self.stages):
                message = "there’s a step for the calendar, but no stage has a reminder"
                raise invalid(
                    "reminder", message, "add “remind” to a stage, or delete this step", step.id.where
                )
        return self
