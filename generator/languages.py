"""The site of a guide in each of its languages: the same pages, each language in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.engine.build_result import Progress
from generator.layers import Layers
from generator.load.progress import Translated
from generator.load.strings import Strings, strings_of
from generator.load.translation import languages, read_settings
from generator.model.guide import Guide
from generator.model.language_names import own_name
from generator.model.offered_language import OfferedLanguage
from generator.project import Project


@dataclass(frozen=True, slots=True)
class LanguageSite:
    """A guide in one of its languages, and what the program says to readers in it."""

    guide: Guide
    strings: Strings

    @property
    def folder(self) -> str:
        """Where it is on the whole site: empty, or a folder with a slash at the end."""
        return self.guide.folder_on_site

    def reporting(self, progress: Progress) -> Progress:
        """Return what reports the progress of this site: with its language, if there are several."""
        language = self.guide.language
        return (lambda step: progress(f"{language.name}: {step}")) if language else progress


def language_sites(
    original: Guide, translations: Iterable[Translated], templates: Layers
) -> tuple[LanguageSite, ...]:
    """Return the sites of the guide `original` and of its `translations`, that of the original first.

    Raises `ContentError` for strings that can't be used.
    """
    guides = (original, *filter(None, (one.guide for one in translations)))
    offered = tuple(map(_language, guides)) if len(guides) > 1 else ()
    first = replace(original, languages=offered)
    others = (replace(guide, languages=offered, original=first) for guide in guides[1:])
    return tuple(LanguageSite(one, strings_of(one, templates)) for one in (first, *others))


def offering(guide: Guide, project: Project) -> Guide:
    """Return `guide`, that of `project`, with every language that it's being translated into.

    Raises `ContentError` for errors in the settings of a language.
    """
    codes = [code for code in languages(project) if code != guide.site.language]
    others = (OfferedLanguage(code, read_settings(guide, project, code).name, f"{code}/") for code in codes)
    return replace(guide, languages=(_language(guide), *others)) if codes else guide


def _language(guide: Guide) -> OfferedLanguage:
    code = guide.site.language
    if guide.translation:
        return OfferedLanguage(code, guide.translation.settings.name, f"{code}/")
    return OfferedLanguage(code, own_name(code), "")
