"""The site of a guide in each of its languages: the same pages, each language in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from babel import Locale

from generator.layers import Layers
from generator.load.progress import Translated
from generator.load.strings import Strings, strings_of
from generator.load.translation import languages, read_settings
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.language import LanguageSettings
from generator.model.offered_language import OfferedLanguage
from generator.model.words import capital
from generator.project import Project


@dataclass(frozen=True, slots=True)
class LanguageSite:
    """A guide in one of its languages, and what the program says to readers in it."""

    guide: Guide
    strings: Strings

    @property
    def folder(self) -> str:
        """Where it is on the whole site: empty, or a folder with a slash at the end."""
        return self.guide.language.folder if self.guide.language else ""


def language_sites(
    original: Guide, translations: Iterable[Translated], templates: Layers
) -> tuple[LanguageSite, ...]:
    """Return the sites of the guide `original` and of its `translations`, that of the original first.

    Raises `ContentError` for strings that can't be used.
    """
    guides = (original, *filter(None, (one.guide for one in translations)))
    settings = {one.site.language: one.translation.settings for one in guides if one.translation}
    offered = _offered(original, settings)
    first = replace(original, languages=offered)
    others = (replace(guide, languages=offered, original=first) for guide in guides[1:])
    return tuple(LanguageSite(one, strings_of(one, templates)) for one in (first, *others))


def with_every_language(guide: Guide, project: Project) -> Guide:
    """Return `guide`, which is that of `project`, with all languages it has, published or not, for a preview.

    Raises `ContentError` for settings of a language that can't be read.
    """
    others = (one for one in languages(project) if one != guide.site.language)
    settings = {one: read_settings(project, one) for one in others}
    return replace(guide, languages=_offered(guide, settings))


def _offered(
    original: Guide, translations: Mapping[Language, LanguageSettings]
) -> tuple[OfferedLanguage, ...]:
    """Return the languages of a site, that of the `original` first; none if it has no `translations`."""
    code = original.site.language
    name = capital(Locale.parse(code).get_display_name(code) or code)
    others = (OfferedLanguage(one, settings.name, f"{one}/") for one, settings in translations.items())
    return (OfferedLanguage(code, name, ""), *others) if translations else ()
