"""Where readers say that a part of the guide isn't clear: a mail or an issue that names part and version.

Nothing that a reader writes on a page goes there.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.pages.templates import format_day

FORM = "not-right.yml"
"""The form for issues, in .github/ISSUE_TEMPLATE; its field `where` is filled in."""
PAGE = "PAGE-ADDRESS"
"""Stands for the address of the page in a link that several pages share."""


def feedback(guide: Guide, title: str, address: str, strings: Strings) -> str:
    """Return where a reader writes about the part called `title` at an `address` on the site.

    Empty if the host can't be reached.
    """
    subject = strings.feedback.subject(id=address.replace("/#", "#").rstrip("/"))
    place = guide.site.page_url(address) or address
    return _message(guide, subject, (title, place), strings.feedback.what, strings)


def report(guide: Guide, strings: Strings) -> str:
    """Return where a reader reports a sentence of a translation, with `PAGE` for the address of the page.

    Empty if the host can't be reached.
    """
    subject = strings.frame.report_subject(address=PAGE)
    return _message(guide, subject, (PAGE,), "", strings)


def _message(guide: Guide, subject: str, about: tuple[str, ...], question: str, strings: Strings) -> str:
    """Return the link that begins a message `about` something, and ends with a `question`, if there's one."""
    site, version = guide.site, strings.feedback.version(day=format_day(guide.outline.updated, strings))
    if site.hears_by == "issues" and site.repository:
        query = {"template": FORM, "title": subject, "where": "\n".join((*about, version))}
        return f"{site.repository.url.rstrip('/')}/issues/new?{_query(query)}"
    if site.hears_by == "mail" and site.contact:
        body = "\r\n".join((*about, version, "", *filter(None, [question]), ""))
        return f"mailto:{site.contact.mail}?{_query({'subject': subject, 'body': body})}"
    return ""


def _query(values: dict[str, str]) -> str:
    """Return what follows the question mark; in a mail, a plus would stay one."""
    return urlencode(values, quote_via=quote, safe="")
