"""Numbers, dates, and answers of yes or no, as authors write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.model.fields import invalid


@dataclass(frozen=True)
class WholeNumber:
    """What a whole number has to be."""

    least: int
    most: int

    def parse(self, value: object) -> int:
        """Return the number that the author wrote; raises `PydanticCustomError` for anything else."""
        in_digits = re.fullmatch(r"-?[0-9]{1,9}", value) if isinstance(value, str) else None
        if in_digits and self.least <= (number := int(in_digits[0])) <= self.most:
            return number
        message = f"this has to be a whole number from {self.least} to {self.most}"
        raise invalid("bad-number", message, "write it in digits, without a unit")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.parse, json_schema_input_schema=core_schema.int_schema(ge=self.least, le=self.most)
        )


Number = Annotated[int, WholeNumber(1, 60)]
"""A number of things."""
Share = Annotated[int, WholeNumber(1, 12)]
"""A column's share of the width of its table; the styles know a width for each."""
Sides = Annotated[int, WholeNumber(1, 6)]
"""Sides of paper; more would take long to typeset, and would no longer be a worksheet."""
Steps = Annotated[int, WholeNumber(2, 10)]
"""Steps of a scale, as many as fit next to a statement."""
Words = Annotated[int, WholeNumber(1, 200)]
"""Words that a text can have."""
Days = Annotated[int, WholeNumber(1, 730)]
"""Days between two contacts."""
Minutes = Annotated[int, WholeNumber(1, 10)]
"""Minutes of a small step that someone takes alone."""
Length = Annotated[int, WholeNumber(15, 240)]
"""Minutes of a whole workshop."""
ActivityMinutes = Annotated[int, WholeNumber(1, 120)]
"""Minutes of one activity of a workshop."""
People = Annotated[int, WholeNumber(2, 200)]
"""People in a group."""
DayOfMoment = Annotated[int, WholeNumber(-90, 400)]
"""A day counted from the date of a moment; before it, it's negative."""
PlanDay = Annotated[int, WholeNumber(1, 14)]
"""A day of a two-week plan."""
Grade = Annotated[int, WholeNumber(1, 20)]
"""A school grade in the United States."""


def parse_factor(value: object) -> float:
    """Return the number from 1 to 3 that the author wrote; raises `PydanticCustomError` for anything else."""
    if isinstance(value, str) and re.fullmatch(r"[0-9](\.[0-9]{1,2})?", value) and 1 <= float(value) <= 3:
        return float(value)
    raise invalid("bad-number", "this has to be a number from 1 to 3", "write it with a point, such as 1.35")


Factor = Annotated[
    float, BeforeValidator(parse_factor, json_schema_input_type=Annotated[float, Field(ge=1, le=3)])
]
"""How many times as much there can be."""


def parse_day(value: object) -> date:
    """Return the date that the author wrote as year-month-day; raises `PydanticCustomError`."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            message = f"there’s no day {value}"
            raise invalid("bad-date", message, "correct the month (01 to 12) or the day") from None
        if 1980 <= day.year < 2100:  # the years that ZIP files can store
            return day
    raise invalid(
        "bad-date", "this isn’t a date", "write year, month and day with hyphens, such as 2026-11-22"
    )


def parse_yes_or_no(value: object) -> bool:
    """Return whether the author wrote yes; raises `PydanticCustomError` for anything but yes and no."""
    if value in ("yes", "true"):
        return True
    if value in ("no", "false"):
        return False
    raise invalid("not-yes-or-no", "this has to be yes or no", "write yes or no")
