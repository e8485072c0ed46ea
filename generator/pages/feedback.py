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


def feedback(guide: Guide, title: str, address: str, strings: Strings) -> str:
    """Return where a reader writes about the part called `title` at an `address` on the site.

    Empty if the host can't be reached.
    """
    site, text = guide.site, strings.feedback
    subject = text.subject(id=address.replace("/#", "#").rstrip("/"))
    version = text.version(day=format_day(guide.outline.updated, strings))
    place = site.page_url(address) or address
    if site.hears_by == "issues" and site.repository:
        where = "\n".join((title, place, version))
        query = {"template": FORM, "title": subject, "where": where}
        return f"{site.repository.url.rstrip('/')}/issues/new?{_query(query)}"
    if site.hears_by == "mail" and site.contact:
        body = "\r\n".join((title, place, version, "", text.what, ""))
        return f"mailto:{site.contact.mail}?{_query({'subject': subject, 'body': body})}"
    return ""


def _query(values: dict[str, str]) -> str:
    """Return what follows the question mark; in a mail, a plus would stay one."""
    return urlencode(values, quote_via=quote, safe="")
