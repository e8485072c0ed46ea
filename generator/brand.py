"""What a place makes its own of a guide: its colors, its mark and who answers for it.

Written in site_config.yml; a guide can do without each of them.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from pydantic import Field, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from generator.contrast import mixed, nearest, ratio, toned
from generator.fields import FieldText, Title, Url, mistake
from generator.part import Part

ACCENT = "#0b5a58"
"""The color of a guide that names none, as in templates/assets/style/1-tokens.css."""


PAPER, CARD, NIGHT = "#fbf9f4", "#ffffff", "#151b1a"
"""The ground of pages and boxes by day, and of pages in the dark, from the same place."""
WELL = 6.75
"""The contrast of an accent that is made for the dark."""
SOFT = 0.5
"""Its greatest saturation."""


class Color(FieldText):
    """A color as #rrggbb."""

    longest = 40
    pattern = r"^#[0-9a-fA-F]{6}$"

    @classmethod
    def parse(cls, value: object) -> Self:
        if value == "":
            raise mistake(
                "bad-color",
                "no color stands here, for without quotes a # begins a comment",
                'put quotes round it, like "#0b5a58"',
            )
        return super().parse(value)

    @classmethod
    def clean(cls, value: str) -> str:
        return super().clean(value).lower()

    @classmethod
    def examine(cls, value: str) -> None:
        if not re.fullmatch(cls.pattern, value):
            raise mistake(
                "bad-color",
                f"“{value}” is not a color",
                'write # and six digits of 0 to 9 and a to f, in quotes, like "#0b5a58"',
            )


@dataclass(frozen=True, slots=True)
class Shades:
    """The colors of one scheme that depend on the accent; the others are those of every guide."""

    accent: str
    """Headings, links and what is chosen."""
    tint: str
    """The ground of boxes that stand out."""
    on_accent: str
    """Letters on the accent."""
    grounds: tuple[str, ...]
    """All on which the accent stands."""

    @classmethod
    def by_day(cls, accent: str) -> Shades:
        return cls(accent, tint := mixed(accent, CARD, 0.08), CARD, (PAPER, CARD, tint))

    @classmethod
    def by_night(cls, accent: str) -> Shades:
        return cls(accent, tint := mixed(accent, NIGHT, 0.15), "#0d201e", (NIGHT, "#1d2524", tint))

    @property
    def ratio(self) -> float:
        """The least contrast that the accent has anywhere."""
        return min(ratio(self.accent, ground) for ground in (*self.grounds, self.on_accent))


class Colors(Part):
    """The block `colors`."""

    accent: Color
    """The color of headings and links, as "#rrggbb", in quotes."""
    dark: Color | None = Field(default=None, exclude=True)
    """The same on a dark ground; by default a light shade of the accent."""

    @property
    def day(self) -> Shades:
        """The colors by day and on paper."""
        return Shades.by_day(self.accent)

    @property
    def night(self) -> Shades:
        """The colors in the dark."""
        soft = toned(self.accent, SOFT)
        shade = self.dark or nearest(soft, lambda color: Shades.by_night(color).ratio >= WELL)
        return Shades.by_night(shade)


class Mail(FieldText):
    """An address for mail."""

    longest = 100
    pattern = r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$"

    @classmethod
    def examine(cls, value: str) -> None:
        if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
            raise mistake(
                "bad-mail", f"“{value}” is not an address for mail", "write it like name@example.org"
            )


class Phone(FieldText):
    """A telephone number as people write it."""

    longest = 40
    pattern = r"^[+(]?[0-9][0-9 ()/.-]*$"

    @classmethod
    def examine(cls, value: str) -> None:
        if not re.fullmatch(cls.pattern, value) or sum(sign.isdigit() for sign in value) < 3:
            raise mistake("bad-phone", f"“{value}” is not a telephone number", "write it like +1 555 0100")

    @property
    def dialed(self) -> str:
        """What a telephone dials."""
        # The zero in parentheses is for callers from within the country.
        number = self.replace("(0)", "") if self.startswith("+") else str(self)
        return re.sub(r"[^+0-9]", "", number)


class Contact(Part):
    """The block `contact`: who answers for the guide, and how to reach them."""

    name: Title
    """The person or the house."""
    mail: Mail | None = None
    """Where to write to."""
    url: Url | None = None
    """A page about them."""
    phone: Phone | None = None
    """Where to call."""

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.mail or self.url or self.phone):
            raise mistake(
                "no-way-to-reach",
                f"nobody could reach “{self.name}”",
                "add a line with one of mail, url and phone",
            )
        return self

    @property
    def ways(self) -> Iterator[tuple[str, str]]:
        """The ways to reach them: where a link leads, and the words on it."""
        if self.mail:
            yield f"mailto:{self.mail}", str(self.mail)
        if self.phone:
            yield f"tel:{self.phone.dialed}", str(self.phone)
        if self.url:
            yield str(self.url), re.sub(r"^https?://(www\.)?|/$", "", self.url)


class Logo(FieldText):
    """The mark of a place, in a file of the project; `read` by the loader."""

    longest = 200
    pattern = r"^[A-Za-z0-9_-][A-Za-z0-9_. -]*(/[A-Za-z0-9_-][A-Za-z0-9_. -]*)*\.(svg|png)$"
    data: bytes = b""
    """What the file holds."""
    ratio: float = 1.0
    """How many times as wide as high it is."""

    @classmethod
    def examine(cls, value: str) -> None:
        if not re.fullmatch(cls.pattern, value) or value.split("/")[0] in {"build", "generator"}:
            raise mistake(
                "bad-logo",
                f"“{value}” does not name a logo",
                "write where an SVG or PNG file lies, from the folder of the guide, like brand/logo.svg",
            )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            # Not the name of the file but what is in it decides what is printed.
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda logo: sha256(logo.data).hexdigest()
            ),
            json_schema_input_schema=cls.as_editors_know_it(),
        )

    def read(self, data: bytes, ratio: float) -> Self:
        """Return the logo with what its file holds, and its shape."""
        logo = type(self).at(str(self), self.where, self.origin)
        logo.data, logo.ratio = data, ratio
        return logo

    @property
    def kind(self) -> str:
        """The ending of its file: svg or png."""
        return self.rsplit(".", 1)[1]

    @property
    def drawing(self) -> str:
        """The logo as an SVG, whatever its file is; Typst takes no bytes in what it is told."""
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
        """Whether it is about as wide as high, so that it can stand for the guide in a small square."""
        return 0.8 <= self.ratio <= 1.25
