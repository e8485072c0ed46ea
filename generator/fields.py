"""What one value of a record may be: the field's type decides, never YAML's guess.

The loader hands over every scalar as `Written`, the text exactly as typed with its place;
each type here turns such a text into a value that keeps the place, or says what is wrong.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.problems import Place

NOWHERE = Place("", 0, 0)

WINDOWS_DEVICES = frozenset(
    ["aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


class Written(str):
    """A text as the author typed it, which remembers where."""

    where: Place = NOWHERE

    @classmethod
    def at(cls, text: str, where: Place) -> Self:
        """Return `text` marked as written at `where`."""
        written = cls(text)
        written.where = where
        return written


def mistake(rule: str, message: str, fix: str = "") -> PydanticCustomError:
    """Return the error that tells an author that a value broke `rule`."""
    # Braces would be taken for placeholders, so the author's own text travels as context.
    return PydanticCustomError(rule, "{message}", {"message": message, "fix": fix})


class FieldText(Written):
    """Common ground of the text types: one scalar, checked, with its place."""

    longest: ClassVar[int] = 400
    """Characters; longer values are refused."""
    schema: ClassVar[JsonSchemaValue] = {}
    """What the JSON Schema says beyond `type: string`."""

    @classmethod
    def parse(cls, value: object) -> Self:
        """Check what the author wrote and return it cleaned.

        Raises `PydanticCustomError` with a rule, a sentence and a fix.
        """
        if not isinstance(value, str):
            raise mistake(
                "not-text",
                "a text is wanted here, not a list or a block of fields",
                "write it as one value, in quotes if it holds a colon",
            )
        cleaned = cls.clean(value)
        if not cleaned:
            raise mistake(
                "empty", "this is empty", "write a text, or delete the whole field if it may be left out"
            )
        if len(cleaned) > cls.longest:
            raise mistake(
                "too-long",
                f"this has {len(cleaned)} characters; at most {cls.longest} fit here",
                "shorten it or split it in two",
            )
        cls.examine(cleaned)
        return cls.at(cleaned, getattr(value, "where", NOWHERE))

    @classmethod
    def clean(cls, value: str) -> str:
        """Return `value` on one line, without space around it."""
        return " ".join(value.split())

    @classmethod
    def examine(cls, value: str) -> None:
        """Raise `PydanticCustomError` if `value` is not allowed in this type."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1, "maxLength": cls.longest, **cls.schema}


class Text(FieldText):
    """Plain text on one line; it holds no markup, and every sign in it stays as typed."""


class Title(FieldText):
    """A short name: a title, a label, an alias."""

    longest = 80
    schema: ClassVar[JsonSchemaValue] = {"pattern": "^[^<>]*$"}

    @classmethod
    def examine(cls, value: str) -> None:
        # Material strips tags from titles and undoes escapes, so an angle bracket could come alive.
        if "<" in value or ">" in value:
            raise mistake("angle-bracket", "a title cannot hold < or >", "say it in words")


class Summary(FieldText):
    """One or two sentences that stand below a title, on cards and in search engines."""

    longest = 200
    schema: ClassVar[JsonSchemaValue] = {"pattern": "^[^<>]*$"}
    examine = Title.examine


class Prose(FieldText):
    """Paragraphs, emphasis, lists and links, written in a small part of Markdown."""

    longest = 4000

    @classmethod
    def clean(cls, value: str) -> str:
        return value.strip()


class Slug(FieldText):
    """An id or a reference to one: safe in an address, in a file name and as a form field's name."""

    longest = 60
    schema: ClassVar[JsonSchemaValue] = {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}

    @classmethod
    def examine(cls, value: str) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            suggestion = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
            raise mistake(
                "bad-id",
                f"“{value}” cannot be an id: only a to z, 0 to 9 and single hyphens can",
                f"try “{suggestion}”" if suggestion else "",
            )
        if value in WINDOWS_DEVICES:
            raise mistake("bad-id", f"“{value}” cannot be a file name on Windows", "choose another id")


class Link(FieldText):
    """A place in the guide: `principles/asking`, or `principles/asking#one-question`."""

    schema: ClassVar[JsonSchemaValue] = {"pattern": "^[a-z0-9-]+(/[a-z0-9-]+)?(#[a-z0-9-]+)?$"}

    @classmethod
    def examine(cls, value: str) -> None:
        if not re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)?(#[a-z0-9-]+)?", value):
            raise mistake(
                "bad-link",
                f"“{value}” does not name a place in this guide",
                "write it as folder/id, such as principles/the-name-of-its-file",
            )


class Url(FieldText):
    """An address on the web, http or https."""

    longest = 300
    schema: ClassVar[JsonSchemaValue] = {"pattern": "^https?://"}

    @classmethod
    def examine(cls, value: str) -> None:
        try:
            address = urlsplit(value)
        except ValueError:
            address = urlsplit("")
        if address.scheme not in ("http", "https") or not address.hostname or re.search(r'[\s"<>\\]', value):
            raise mistake("bad-address", f"“{value}” is not an address on the web", "begin it with https://")


class Number(int):
    """A whole number of things, from 1 to 60."""

    @classmethod
    def parse(cls, value: object) -> Number:
        """Return the number that the author wrote; raises `PydanticCustomError` for anything else."""
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}", value) and 1 <= int(value) <= 60:
            return cls(value)
        raise mistake(
            "bad-number", "a whole number from 1 to 60 is wanted here", "write it in digits, without a unit"
        )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, serialization=core_schema.plain_serializer_function_ser_schema(int)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "integer", "minimum": 1, "maximum": 60}


def parse_day(value: object) -> date:
    """Return the day that the author wrote as year-month-day; raises `PydanticCustomError`."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise mistake(
        "bad-date", "there is no such day", "write year, month and day with hyphens, like 2026-11-22"
    )


def parse_yes_or_no(value: object) -> bool:
    """Return whether the author wrote yes; raises `PydanticCustomError` for anything but yes and no."""
    if value in ("yes", "true"):
        return True
    if value in ("no", "false"):
        return False
    raise mistake("not-yes-or-no", "the answer here is yes or no", "write yes, or write no")
