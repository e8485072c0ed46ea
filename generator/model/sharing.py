"""What a host can set about who shows the guide in a frame, and where readers say what isn't clear."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from generator.model.fields import FieldText, in_ascii, invalid
from generator.model.record import Block

LONGEST = 1200
"""Characters of all allowed addresses together: some hosts read only 2,000 of a header, policy included."""


class Origin(FieldText):
    """Another site that can show pages of the guide: https, a host and perhaps a port.

    `https://*.example.org` stands for all hosts below one; `http` is only for trying it on this computer.
    """

    longest = 200
    pattern = (
        r"^(https://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?/?$"
    )
    rule = "bad-site"
    problem = "“{value}” can’t be a site that shows this guide"
    fix = "write it like https://courses.example.edu"
    wide: ClassVar = re.compile(r"https://\*\.[^.]+(:.*)?")
    """A whole top-level domain."""

    @classmethod
    def clean(cls, value: str) -> str:
        return in_ascii(super().clean(value)).rstrip("/")

    @classmethod
    def validate(cls, value: str) -> None:
        if value == "*" or "//*/" in f"{value}/" or cls.wide.fullmatch(value):
            message = f"“{value}” would let anyone show this guide as a part of their own site"
            fix = "name each site, or all below one domain, like https://*.example.edu"
            raise invalid(cls.rule, message, fix)
        super().validate(value)

    @classmethod
    def allows(cls, value: str) -> bool:
        if super().allows(value):
            return True
        try:
            address = urlsplit(value)
        except ValueError:
            return False
        alone = f"https://{address.netloc}"
        if address.netloc and super().allows(alone):
            if address.scheme == "http":
                message = f"“{value}” isn’t encrypted, so others on the network can change it and the frame"
                raise invalid(cls.rule, message, f"write {alone}, if the site supports it")
            message = f"“{value}” is a page, but browsers know only which site shows the guide"
            raise invalid(cls.rule, message, f"write {alone}")
        return False


class Embed(Block):
    """The block `embed`: pages of the guide as a part of other sites, such as a learning platform."""

    allowed: Annotated[tuple[Origin, ...], Field(min_length=1)]
    """The sites that can show them, where the host of the guide sends headers."""

    @property
    def ancestors(self) -> str:
        """The sites, as a security policy lists them."""
        return " ".join(self.allowed)

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if len(self.ancestors) > LONGEST:
            length = len(self.ancestors)
            message = f"these addresses have {length} characters, but some hosts can only send {LONGEST}"
            fix = "allow all sites below one domain, like https://*.example.edu"
            raise invalid("too-many-sites", message, fix)
        return self


class Feedback(FieldText):
    """Where readers say what isn't clear: by mail, in an issue of the repository, or nowhere."""

    pattern = "^(mail|issues|none)$"
    rule = "bad-feedback"
    problem = "“{value}” isn’t a way to hear from readers"
    fix = "write mail, issues or none"
