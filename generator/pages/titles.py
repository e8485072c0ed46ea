"""What a link of the guide leads to, in words."""

from __future__ import annotations

from generator.model.fields import Title
from generator.model.guide import Guide


def title_at(link: str, guide: Guide) -> Title:
    """Return the title of the page that `link` leads to, or the word if it leads to one in the glossary."""
    page, _, anchor = link.partition("#")
    record = guide.record_at(page)
    if record and record is guide.glossary and anchor:
        return next(term.term for term in guide.glossary.terms if term.id == anchor)
    outline = guide.outline
    title = (record or outline.sections.get(page) or getattr(outline, page)).title
    assert isinstance(title, Title)
    return title
