"""The brand of a site: its logo and its contact, from site_config.yml."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import ClassVar, Self

from pydantic import GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from generator.model.fields import FieldText, Title, Url, invalid
from generator.model.record import Block


class Mail(FieldText):
    """An email address."""

    longest = 100
    pattern = r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$"
    rule = "bad-mail"
    problem = "“{value}” isn’t an email address"
    fix = "write it like name@example.org"

    @classmethod
    def allows(cls, value: str) -> bool:
        return bool(re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value))


class Phone(FieldText):
    """A phone number as people write it."""

    longest = 40
    pattern = r"^[+(]?[0-9][0-9 ()/.-]*$"
    rule = "bad-phone"
    problem = "“{value}” isn’t a phone number"
    fix = "write it like +1 555 0100"

    @classmethod
    def allows(cls, value: str) -> bool:
        return super().allows(value) and sum(map(str.isdigit, value)) >= 3

    @property
    def dialed(self) -> str:
        """What a phone dials."""
        # The zero in parentheses is only for callers in the same country.
        number = self.replace("(0)", "") if self.startswith("+") else str(self)
        return re.sub(r"[^+0-9]", "", number)


class Contact(Block):
    """The block `contact`: who is responsible for the guide, and how to reach them."""

    reached_by: ClassVar = "mail, url or phone"

    name: Title
    """The person or organization."""
    mail: Mail | None = None
    """Where to write to."""
    url: Url | None = None
    """A page about them."""
    phone: Phone | None = None
    """Where to call."""

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not any(self.ways):
            message = f"there’s no way to reach “{self.name}”"
            raise invalid("no-way-to-reach", message, f"add a line with {self.reached_by}")
        return self

    @property
    def ways(self) -> Iterator[tuple[str, str]]:
        """The ways to reach them: the target of a link, and its text."""
        if self.mail:
            yield f"mailto:{self.mail}", str(self.mail)
        if self.phone:
            yield f"tel:{self.phone.dialed}", str(self.phone)
        if self.url:
            yield str(self.url), without_scheme(self.url)


def without_scheme(url: Url) -> str:
    """Return an address as people read it: without https://, www. and the slash at the end."""
    return re.sub(r"^https?://(www\.)?|/$", "", url)


class Logo(FieldText):
    """A logo in a file of the project; the loader calls `read`."""

    longest = 200
    pattern = r"^[A-Za-z0-9_-][A-Za-z0-9_. -]*(/[A-Za-z0-9_-][A-Za-z0-9_. -]*)*\.(svg|png)$"
    rule = "bad-logo"
    problem = "“{value}” can’t be a logo"
    fix = "write the path of an SVG or PNG file from the folder of the guide, such as brand/logo.svg"
    data: bytes = b""
    """The content of the file."""
    ratio: float = 1.0
    """How many times as wide as high it is."""

    @classmethod
    def allows(cls, value: str) -> bool:
        return super().allows(value) and value.split("/")[0] not in ("build", "generator")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            # What is printed depends on the content of the file, not on its name.
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda logo: sha256(logo.data).hexdigest()
            ),
            json_schema_input_schema=cls.json_schema(),
        )

    def read(self, data: bytes, ratio: float) -> Self:
        """Return the logo with the content of its file, and its ratio of width to height."""
        logo = type(self)(str(self), self.source, self.start, self.length, self.style)
        logo.data, logo.ratio = data, ratio
        return logo

    @property
    def kind(self) -> str:
        """The extension of its file: svg or png."""
        return self.rsplit(".", 1)[1]

    @property
    def drawing(self) -> str:
        """The logo as an SVG, whatever its file is, because Typst's input can't contain bytes."""
        if self.kind == "svg":
            return self.data.decode("utf-8-sig")
        width = f'width="{self.ratio * 100:.2f}" height="100"'
        pixels = b64encode(self.data).decode()
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {width} viewBox="0 0 {self.ratio * 100:.2f} 100">'
            f'<image {width} href="data:image/png;base64,{pixels}"/></svg>'
        )

    @property
    def is_square(self) -> bool:
        """Whether it is roughly square, so that it can be an icon."""
        return 0.8 <= self.ratio <= 1.25
