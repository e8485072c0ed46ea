"""The languages in which the site of a guide is published, each in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.fields import Language
from generator.model.language_names import text_direction


@dataclass(frozen=True, slots=True)
class OfferedLanguage:
    """One of the languages of a site."""

    code: Language
    name: str
    """What the language calls itself: Español."""
    folder: str
    """Where its pages are on the whole site: empty for the language the guide was written in, or `es/`."""

    @property
    def direction(self) -> str:
        """The direction in which it's written: “ltr” or “rtl”."""
        return text_direction(self.code)

    def way(self, to: OfferedLanguage) -> str:
        """Return the start of links from the home page in this language to pages in another."""
        return ("../" if self.folder else "") + to.folder
