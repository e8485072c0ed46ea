"""The types of the texts in a record: a field's type decides what its value means, not YAML.

The loader passes every scalar as `SourceText`, the text exactly as typed with its place; each type here
turns such a text into a value that keeps the place, or says what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar, Self
from unicodedata import normalize
from urllib.parse import urlsplit

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from generator.model.comments import lost_comment
from generator.model.foreign import plain
from generator.model.source_text import NOWHERE, SourceText
from generator.problems import Location

WINDOWS_DEVICES = frozenset(
    ["aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)

NOTHING = ("~", "null", "Null", "NULL")
"""How YAML writes that there's no value."""


def invalid(rule: str, message: str, fix: str = "", where: Location | None = None) -> PydanticCustomError:
    """Return the error for a value that breaks `rule`, at the place of the value or at `where`."""
    # Braces in a message would be placeholders, so the author's own text is passed as context.
    context = {"message": message, "fix": fix}
    return PydanticCustomError(rule, "{message}", {**context, "where": where} if where else context)


class FieldText(SourceText):
    """The base of the text types: one validated scalar with its place."""

    longest: ClassVar[int] = 400
    """In characters; longer values are errors."""
    has_words: ClassVar[bool] = False
    """Whether a value is in words: a # is likely a part of it, and YAML's names for nothing are mistakes."""
    pattern: ClassVar[str | None] = None
    """What a value has to match, also in editors; `allows` can be stricter."""
    rule: ClassVar[str] = ""
    problem: ClassVar[str] = ""
    """What is wrong with a value that isn’t allowed, with `{value}` in its place."""
    fix: ClassVar[str] = ""

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return what the author wrote, cleaned and validated.

        Raises `PydanticCustomError` with a rule, a message and a fix.
        """
        if not isinstance(value, str):
            fix = "write it as one value, in quotes if it contains a colon"
            raise invalid("not-text", "this has to be a text, not a list or a block of fields", fix)
        typed = value if isinstance(value, SourceText) else SourceText(value)
        if cls.has_words and value in NOTHING and typed.raw == value:
            message = f"in YAML, {value} means that there’s no value, but this field needs a text"
            fix = "write a text, or delete the field if it’s optional; put quotes around it if it’s the text"
            raise invalid("null", message, fix)
        if lost := lost_comment(typed, cls.has_words):
            message = "YAML drops everything from this # on, because after a space it starts a comment"
            fix = "put quotes around the whole value, or make it a real comment with two spaces before the #"
            raise invalid("text-after-hash", message, fix, lost)
        cleaned = cls.clean(typed)
        if not cleaned:
            fix = "write a text, or delete the whole field if it’s optional"
            raise invalid("empty", "this is empty", fix)
        count, limit = len(plain(cleaned)), int(cls.longest * typed.longer)
        if count > limit:
            message = f"this has {count} characters, but the limit is {limit}"
            raise invalid("too-long", message, "shorten it, or split it in two")
        cls.validate(cleaned)
        return cls(cleaned, typed.source, typed.start, typed.length, typed.style)

    @classmethod
    def clean(cls, value: str) -> str:
        """Return `value` on one line, without space around it."""
        return " ".join(value.split())

    @classmethod
    def validate(cls, value: str) -> None:
        """Raise `PydanticCustomError` if this type doesn't allow `value`."""
        if not cls.allows(value):
            raise invalid(cls.rule, cls.problem.format(value=value), cls.fix)

    @classmethod
    def allows(cls, value: str) -> bool:
        """Return whether this type allows `value`."""
        return not cls.pattern or bool(re.fullmatch(cls.pattern, value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.to_string_ser_schema(),
            json_schema_input_schema=cls.json_schema(),
        )

    @classmethod
    def json_schema(cls) -> CoreSchema:
        """Return what a JSON Schema says about such a value."""
        return core_schema.str_schema(min_length=1, max_length=cls.longest, pattern=cls.pattern)


class ReaderText(FieldText):
    """The base of the texts that readers see."""

    has_words = True


class Text(ReaderText):
    """Plain text on one line, without markup; every character stays as typed."""


class Title(ReaderText):
    """A short name: a title, a label, an alias."""

    longest = 80
    pattern = r"^[^<>]*$"

    @classmethod
    def validate(cls, value: str) -> None:
        # Material strips tags from titles and undoes escapes, so an angle bracket could come alive.
        if "<" in value or ">" in value:
            raise invalid("angle-bracket", "a title can’t contain < or >", "say it in words")
        if not any(character.isalnum() for character in value):
            raise invalid("empty", "this has no letters or digits", "write a title that can be read")


class Summary(ReaderText):
    """One or two sentences for below a title, for cards and for search engines."""

    longest = 200
    pattern = Title.pattern
    validate = Title.validate


class Prose(ReaderText):
    """Paragraphs, emphasis, lists and links, written in a small part of Markdown."""

    longest = 4000

    @classmethod
    def clean(cls, value: str) -> str:
        return value.strip()


class Slug(FieldText):
    """An ID: safe in an address, in a file name and as the name of a form field."""

    longest = 60
    pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"

    @classmethod
    def validate(cls, value: str) -> None:
        if not cls.allows(value):
            message = f"“{value}” can’t be an ID; use only a to z, 0 to 9 and single hyphens"
            better = cls.like(value)
            raise invalid(
                "bad-id",
                message,
                f"try “{better}”" if better else "choose a word or two, such as “first-step”",
            )
        if value in WINDOWS_DEVICES:
            raise invalid("bad-id", f"“{value}” can’t be a file name on Windows", "choose another ID")

    @classmethod
    def like(cls, value: str) -> str:
        """Return an ID that resembles `value`; empty if there is none."""
        letters = unicodedata.normalize("NFKD", value.casefold()).encode("ascii", "ignore").decode()
        better = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
        if len(better) > cls.longest:
            better = better[: cls.longest].rpartition("-")[0]
        return "" if better in WINDOWS_DEVICES else better


class Link(FieldText):
    """A place in the guide, such as `principles/asking` or `principles/asking#one-question`."""

    pattern = r"^[a-z0-9-]+(/[a-z0-9-]+)?(#[a-z0-9-]+)?$"
    rule = "bad-link"
    problem = "“{value}” isn’t a place in this guide"
    fix = "write it as folder/id, such as principles/name-of-the-file"


class Folder(FieldText):
    """A folder next to content/, as a path from the folder of the guide."""

    pattern = r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$"
    rule = "bad-folder"
    problem = "“{value}” can’t be the folder of an overlay"
    fix = "write a path from the folder of the guide, such as overlays/north, not in content or build"

    @classmethod
    def allows(cls, value: str) -> bool:
        reserved = ("build", "content", "generator", "templates")
        return super().allows(value) and value.split("/")[0] not in reserved


class Url(FieldText):
    """A web address, http or https."""

    longest = 300
    pattern = r"^https?://"
    rule = "bad-address"
    problem = "“{value}” isn’t a web address"
    fix = "start it with https://"

    @classmethod
    def allows(cls, value: str) -> bool:
        try:
            address = urlsplit(value)
        except ValueError:
            return False
        return (
            address.scheme in ("http", "https")
            and bool(address.hostname)
            and not re.search(r'[\s"<>\\]', value)
        )

    @classmethod
    def validate(cls, value: str) -> None:
        super().validate(value)
        try:
            port = urlsplit(value).port
        except ValueError:
            port = 0
        if port == 0:
            fix = "write a number from 1 to 65535 after the colon, or delete both"
            raise invalid(cls.rule, f"“{value}” has a port that can’t exist", fix)


class SiteUrl(Url):
    """The address of the site, which QR codes and links start with; it ends in a slash.

    A domain with other letters than a to z gets the form that servers know (Punycode).
    """

    problem = "“{value}” can’t be the address of a site"
    fix = "write it like https://example.org/guide/, in letters from a to z, and without ?, #, @ or %"

    @classmethod
    def clean(cls, value: str) -> str:
        address = in_ascii(super().clean(value))
        return address if not address or address.endswith("/") else f"{address}/"

    @classmethod
    def validate(cls, value: str) -> None:
        Url.validate(value)
        super().validate(value)

    @classmethod
    def allows(cls, value: str) -> bool:
        pattern = r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?/([A-Za-z0-9][A-Za-z0-9._~-]*/)*"
        return bool(re.fullmatch(pattern, value))


def in_ascii(address: str) -> str:
    """Return `address` with its domain in the form that servers know (Punycode)."""
    return re.sub(r"(?<=//)[^/?#@:]+", _punycode, address, count=1)


def _punycode(domain: re.Match[str]) -> str:
    labels = normalize("NFKC", domain[0]).split(".")
    return ".".join(
        label if label.isascii() else f"xn--{label.lower().encode('punycode').decode()}" for label in labels
    )


class Country(FieldText):
    """A country, as a two-letter code (ISO 3166-1)."""

    pattern = r"^[A-Z]{2}$"
    rule = "bad-country"
    problem = "“{value}” isn’t a country code"
    fix = "write its two capital letters, such as US or GB"


class Language(FieldText):
    """The language of the guide, as a two-letter code."""

    longest = 2
    supported = frozenset(
        """
        af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko lb
        lt lv mk mn ms my nb nl nn pl pt ro ru sa sh si sk sl sq sr sv ta te th tl tr uk ur uz vi zh
        """.split()
    )
    """Languages that Material is translated into."""

    @classmethod
    def json_schema(cls) -> CoreSchema:
        return core_schema.literal_schema(sorted(cls.supported))

    @classmethod
    def parse(cls, value: object) -> Self:
        if isinstance(value, str) and value in cls.supported:
            return cls(value, getattr(value, "where", NOWHERE))
        message = "this isn’t the two-letter code of a language that the site supports"
        raise invalid("bad-language", message, f"write {cls.meant(str(value)) or 'one, such as en'}")

    @classmethod
    def meant(cls, code: str) -> str:
        """Return the supported language that a longer or capital `code` is for, such as pt-BR; or nothing."""
        start = re.split("[-_]", code)[0].lower()
        return start if start in cls.supported else ""
