"""The start page: a self-assessment, and a small plan for each habit (content/start.yml)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.fields import Link, Slug, Text, invalid
from generator.model.numbers import Days, Minutes, Number, PlanDay
from generator.model.record import Block, Identified, PrincipleRef, SinglePage, WorksheetRef


class Step(Identified):
    """Something to do on one day of the plan, in at most ten minutes."""

    day: PlanDay
    """Day of the plan, from 1 to 14."""
    minutes: Minutes
    """How long it takes, in minutes."""
    do: Text
    """What to do, as a short instruction."""
    to: Link
    """The message, worksheet, checklist or other page that helps with it; the step shows its title."""


class Habit(Block):
    """What one part of the self-assessment leads to."""

    part: Slug
    """ID of the rating on the worksheet."""
    principle: PrincipleRef
    """ID of the principle it is about."""
    sheet: WorksheetRef
    """ID of the worksheet to continue with."""
    begin: Text
    """Why it is a good place to start, for someone whose lowest bar it is."""
    steps: Annotated[tuple[Step, ...], Field(min_length=4, max_length=14)]
    """The plan for two weeks."""

    @model_validator(mode="after")
    def _days_follow_each_other(self) -> Self:
        days = [step.day for step in self.steps]
        if days != sorted(set(days)):
            raise invalid(
                "plan-days",
                "the steps aren’t in the order of their days",
                "sort them by day, with one step per day",
            )
        return self


class Band(Block):
    """What the page says about a bar that is no longer than `up_to`."""

    up_to: Number
    """The longest bar that this is about."""
    say: Text
    """What the page says."""


class Start(SinglePage):
    """The page that helps readers decide where to start."""

    headings = frozenset(["bars", "first", "plan"])

    sheet: WorksheetRef
    """ID of the worksheet whose ratings are asked here."""
    bands: Annotated[tuple[Band, ...], Field(min_length=2, max_length=5)]
    """From the shortest bars to the longest."""
    several: Text
    """What the page says if several bars are equally low."""
    all_high: Text
    """What the page says if every bar is in the last band."""
    closing: Text
    """A reminder that the numbers are no verdict."""
    again: Days | None = None
    """After how many days it's worth rating everything again."""
    habits: Annotated[tuple[Habit, ...], Field(min_length=1)]
    """What each part of the self-assessment leads to."""

    @model_validator(mode="after")
    def _bands_rise(self) -> Self:
        ends = [band.up_to for band in self.bands]
        if ends != sorted(set(ends)):
            raise invalid("bands", "the bands aren’t in ascending order", "sort them by “up-to”")
        return self
