"""Says on pages of a translated guide which passages are still in the language it was written in.

Texts without a translation have marks around them, which pass through templates. In the finished HTML, each
pair becomes an attribute `lang`, so that screen readers and browsers know. Titles, attributes and scripts
can't say that: there, the marks are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from generator.model.foreign import CLOSE, OPEN, plain
from generator.model.guide import Guide
from generator.model.language_names import text_direction
from generator.pages.page import SitePage

TAG = re.compile(r"(<[^>]*>)")
SILENT = re.compile(r"<(/?)(?:title|option|textarea|script|style)\b")
"""Elements with nothing but plain text."""
WHOLE = re.compile(
    rf"<(p|li|h[1-6]|dd|dt|td|th|label|a|span|summary|legend|strong|em|b|caption|figcaption|small)"
    rf"((?: [^>]*)?)>{OPEN}((?:(?!</?\1\b)[^{OPEN}{CLOSE}])*){CLOSE}</\1>"
)
"""An element with nothing but one marked passage; it gets the attribute itself."""
DIRECTION = " dir="


def foreign_attributes(guide: Guide) -> str:
    """Return the attributes for passages that aren't translated; empty if `guide` is no translation."""
    if not guide.translation:
        return ""
    source, own = (text_direction(code) for code in (guide.translation.source, guide.site.language))
    direction = f'{DIRECTION}"{source}"' if source != own else ""
    return f' lang="{guide.translation.source}"{direction}'


def with_languages(html: str, attributes: str) -> str:
    """Return `html` with `attributes` on every marked passage, and without marks."""
    if OPEN not in html:
        return html
    found, silent = list[str](), False
    for token in TAG.split(html):
        if token.startswith("<"):
            if tag := SILENT.match(token):
                silent = not tag[1]
            found.append(plain(token))
        else:
            found.append(plain(token) if silent else token)
    whole = "".join(found)
    # With its own direction, an element would leave its place: the side of the page, its marker.
    if DIRECTION not in attributes:
        whole = WHOLE.sub(rf"<\1\2{attributes}>\3</\1>", whole)
    return whole.replace(OPEN, f"<span{attributes}>").replace(CLOSE, "</span>")


def with_languages_of(page: SitePage, guide: Guide) -> SitePage:
    """Return a `page` of `guide`, a translation, which says what isn't translated.

    Its label keeps the marks.
    """
    attributes = foreign_attributes(guide)

    def marked(render: Callable[[], Markup]) -> Callable[[], Markup]:
        return lambda: Markup(with_languages(str(render()), attributes))

    entries = (replace(one, title=plain(one.title), text=plain(one.text)) for one in page.search_entries)
    aliases = ((anchor, tuple(map(plain, words))) for anchor, words in page.anchor_aliases)
    return replace(
        page,
        title=plain(page.title),
        description=plain(page.description),
        aliases=tuple(map(plain, page.aliases)),
        anchor_aliases=tuple(aliases),
        search_entries=tuple(entries),
        render=marked(page.render),
        render_embedded=page.render_embedded and marked(page.render_embedded),
    )
