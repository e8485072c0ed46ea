"""Numbers, dates, and answers of yes or no, as authors write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.model.fields import mistake


class Number(int):
    """A whole number of things."""

    least: ClassVar[int] = 1
    most: ClassVar[int] = 60

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the number that the author wrote; raises `PydanticCustomError` for anything else."""
        if (
            isinstance(value, str)
            and re.fullmatch(r"[0-9]{1,3}", value)
            and cls.least <= int(value) <= cls.most
        ):
            return cls(value)
        raise mistake(
            "bad-number",
            f"this has to be a whole number from {cls.least} to {cls.most}",
            "write it in digits, without a unit",
        )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(int),
            json_schema_input_schema=core_schema.int_schema(ge=cls.least, le=cls.most),
        )


class Sides(Number):
    """Sides of paper; more would take long to typeset, and would no longer be a worksheet."""

    most = 6


class Steps(Number):
    """Steps of a scale, as many as fit next to a statement."""

    least = 2
    most = 10


class Words(Number):
    """Words that a text can have."""

    most = 200


class Days(Number):
    """Days between two contacts."""

    most = 730


class Minutes(Number):
    """Minutes of a small step that someone takes alone."""

    most = 10


class Length(Number):
    """Minutes of a whole workshop."""

    least = 15
    most = 240


class ActivityMinutes(Number):
    """Minutes of one activity of a workshop."""

    most = 120


class People(Number):
    """People in a group."""

    most = 200


class PlanDay(Number):
    """A day of a two-week plan."""

    most = 14


def parse_day(value: object) -> date:
    """Return the date that the author wrote as year-month-day; raises `PydanticCustomError`."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if 1980 <= day.year < 2100:  # the years that ZIP files can store
            return day
    raise mistake(
        "bad-date", "this isn’t a date", "write year, month and day with hyphens, such as 2026-11-22"
    )


def parse_yes_or_no(value: object) -> bool:
    """Return whether the author wrote yes; raises `PydanticCustomError` for anything but yes and no."""
    if value in ("yes", "true"):
        return True
    if value in ("no", "false"):
        return False
    raise mistake("not-yes-or-no", "this has to be yes or no", "write yes or no")
