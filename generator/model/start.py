"""The page that tells readers where to begin: a self-assessment, and a small plan for each habit."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.fields import Slug, Text, mistake
from generator.model.numbers import Minutes, Number, PlanDay
from generator.model.record import Block, Identified, SinglePage


class Step(Identified):
    """Something to do on one day of the plan, in ten minutes at most."""

    day: PlanDay
    """Day of the plan, from 1 to 14."""
    minutes: Minutes
    """How long it takes."""
    do: Text
    """What to do, as a short instruction."""


class Habit(Block):
    """What a part of the self-assessment leads to."""

    part: Slug
    """Id of the rating on the sheet."""
    principle: Slug
    """Id of the principle that it is about."""
    sheet: Slug
    """Id of the worksheet to go on with."""
    begin: Text
    """Why it is a good place to begin, said to somebody whose bar is the lowest."""
    steps: Annotated[tuple[Step, ...], Field(min_length=4, max_length=14)]
    """The plan for two weeks."""

    @model_validator(mode="after")
    def _days_follow_each_other(self) -> Self:
        days = [step.day for step in self.steps]
        if days != sorted(set(days)):
            raise mistake("plan-days", "the days of the steps do not follow each other", "order them by day")
        return self


class Band(Block):
    """What is said of a bar that is no longer than `up_to`."""

    up_to: Number
    """The longest bar to which this is said."""
    say: Text
    """What is said."""


class Start(SinglePage):
    """content/start.yml."""

    headings = frozenset(["bars", "first", "plan"])

    sheet: Slug
    """The worksheet whose ratings are asked here."""
    bands: Annotated[tuple[Band, ...], Field(min_length=2, max_length=5)]
    """From the shortest bars to the longest."""
    several: Text
    """Said when several bars are equally low."""
    all_high: Text
    """Said when every bar is in the last band."""
    closing: Text
    """That the numbers are no verdict."""
    habits: Annotated[tuple[Habit, ...], Field(min_length=1)]
    """What each part of the self-assessment leads to."""

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        ends = [band.up_to for band in self.bands]
        if ends != sorted(set(ends)):
            raise mistake("bands", "the bands do not rise", "order them by “up-to”")
        return self
