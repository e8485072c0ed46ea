"""Finds markup that a field can’t have, and text that YAML or Markdown would change without a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from lxml.html.defs import tags

from generator.check.prose.texts import TextUse
from generator.model import markdown
from generator.model.fields import Prose, Summary, Text, Title
from generator.problems import Location, Problem, Problems

ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\[\]“”\"]*\w", re.IGNORECASE)
LINK = re.compile(r"(?<!!)\[[^\[\]]+\](\s*)\(([^\s()]+)\)")
REFUSED = ("data:", "file:", "javascript:", "vbscript:")
"""How a target starts that never becomes a link."""
UNSUPPORTED = {
    "a heading": r"^\s*#{1,6}[ \t]+(?!\d)\S|^\s*##+[^\s#]",
    "a block of code": r"^\s*(?:```|~~~)",
    "code": r"(?<![\w`])(`+)[^`\s][^`]*\1",
    "a table": r"^\s*\|.*\|\s*$|^[ \t]*\|?[ \t]*:?--+:?[ \t]*\|[ \t:|-]*$",
    "a dividing line": r"^\s*([-*=])(?:[ \t]*\1){2,}\s*$",
    "a block quotation": r"^\s*>\s*[^\s\d=]",
    "a note": r"^\s*(?:!!!|\?\?\?\+?|:::)\s*\w",
    "a definition": r"^[ \t]*:[ \t]+\w",
    "raised or lowered text": r"\w~\d+~|\w\^\w+\^|\^\[",
    "strong text without an end": r"\A(?![\s\S]*\w\*\*)[^*]*(?<!\S)\*\*\w[^*]*\Z",
    "an HTML tag": rf"</?(?:{'|'.join(sorted(tags))})(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>|<!--",
    "a picture": r"!\[[^\[\]]*\](?=[(\[])",
    "a footnote": r"\[\^[^\[\]]+\]",
    "crossed-out text": r"~~[^\s~](?:[^~]*[^\s~])?~~",
    "marked text": r"(?<!=)==[^\s=](?:[^=]*[^\s=])?==(?!=)",
    "a checkbox": r"^\s*[-*+]\s+\[[ xX]\]\s",
    "an attribute": r"\{[:.#][^{}]*\}",
    "an icon": r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])",
    "a template": r"\{\{.*?\}\}|\{%.*?%\}",
    "a line break": r"\\n(?![a-z])",
    "a link by name": r"\[[^\[\]]+\]\[[^\[\]]*\]|\[\[[^\[\]]+\]\]|^\s*\[[^\[\]]+\]:\s*(?:http|www\.|mailto:)",
    "a link without a proper end": r"\[[^\[\]]+\]\((?:[^\s()]*$|[^()\n]*[^()\s]\s[^()\n]*\))",
}
PLAIN = {
    "strong text": r"(?<![\w*\\])\*\*+[^*]+\*\*+(?!\w)|(?<!\w)__(?=[^\W_])[^_]*[^\s_]__(?!\w)",
    "emphasis": r"(?<![\w*\\])\*(?=[^\s*])(?:[^*]*[^\s*])?\*(?![\w*])"
    r"|(?<![\w/\\])_(?=[^\W_])(?:[^_]*[^\s_])?_(?!\w)",
    "a backslash for Markdown": r"\\[*_`\[\]#]",
    "an HTML entity": r"&(?:\w+|#\w+);",
}
ENTRY = r"(?:[-*+•◦‣▪●]|\(?\d{1,2}[.)]|\(?[a-zA-Z]\))[ \t]+\S"
CHANGED = (
    (
        r"^\s*(?:[•◦‣▪●–—]|\(\d+\)|\(?[a-zA-Z]\))[ \t].*\n\s*(?:[•◦‣▪●–—]|\(\d+\)|\(?[a-zA-Z]\))[ \t]"
        r"|^\s*(?:-|\d+\.)(?=[^\W\d]).*\n\s*(?:-|\d+\.)(?=[^\W\d])"
        r"|^(?!\s*(?:[-*+]|\d+[.)])\s).*\S\n(?=\s*(?!1[.)])\d+[.)]\s.*\n\s*\d+[.)]\s)",
        "these lines run together, because they aren’t a list",
        "put an empty line before the list, and start each entry with a hyphen, or with 1., 2. and so on",
    ),
    (
        r"^([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+\S.*(?:\n\1[ \t]+\S.*)*\n\1(?!(?:[-*+]|\d+[.)])\s)(?=\S)",
        "the line after this list becomes a part of its last entry",
        "put an empty line after the list, or indent the line if it belongs to the entry",
    ),
    (
        r"^(?!(?:[-+*]|\d+[.)])[ \t])\S.*[\w,]\n(?:[-+*]|1[.)])[ \t]+\S.*(?!\n(?:[-+*]|2[.)])[ \t])(?:\n|\Z)",
        "this line starts a list, in the middle of a sentence",
        "move it to the end of the line before; if it’s a list, end the line before with a colon",
    ),
    (
        r"(?:\\|[ ]{2,})\n(?=\s*\S)|^[^\s*+-].{,30},\n(?=[A-ZÀ-Þ])",
        "this line break is lost: the lines of a paragraph run together",
        "make two paragraphs or a list of them, or delete what’s at the end of the line",
    ),
    (
        r"(?<=\d)\*(?=\w)[^*]*[^\s*]\*(?!\*)|_{3,}(?=[^\w\s])[^_]*(?<=[^\w\s])_{3,}",
        "these characters count as emphasis, so readers wouldn’t see them",
        "put a \\ before each, or write × for multiplication",
    ),
)


def _compiled(table: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((what, re.compile(pattern, re.MULTILINE | re.IGNORECASE)) for what, pattern in table.items())


MAYBE_MARKED = re.compile(
    r"[*_`\[<&#~=|>{\\^]|!!!|\?\?\?|::|:[\w+-]+:|-[ \t]*-|^[ \t]*:|://|ww\.", re.MULTILINE | re.IGNORECASE
)
"""Matches in all texts with marks, and in few others."""
PLAIN_LINK = re.compile(r"(?<!!)\[[\w ,.’-]+\]\([\w./#-]+\)(?!\])")
"""A link in prose that nothing is wrong with, as most are."""
MAYBE_STRONG_OR_ADDRESS = re.compile(r"[*&\\]|://|ww\.", re.IGNORECASE)
IN_PROSE = _compiled(UNSUPPORTED)
IN_PLAIN = _compiled({**UNSUPPORTED, **PLAIN})
LINES = tuple((re.compile(pattern, re.MULTILINE), message, fix) for pattern, message, fix in CHANGED)
MAYBE_LOST = re.compile(r"\n|\d\*|___")
STRONG = re.compile(r"(?<!\w)\*\*[^*]+\*\*(?!\w)")
PARAGRAPHS = re.compile(r"\S[ \t]*\n[ \t]*\n(\s*\n)?[ \t]*(?=\S)")
LISTED = re.compile(rf"^\s*{ENTRY}.*\n(?:.*\n)*?\s*{ENTRY}|:[ \t]*\n\s*{ENTRY}", re.MULTILINE)
ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*(\\[nt_])")
IN_CURLY_QUOTES = re.compile(r"[“„«»‘][^“”„«»]*[”“«»’]")
SPOKEN = frozenset("after ask avoid before do example say text words".split())
"""Fields that can quote what someone says."""
AFTER_COMMA = re.compile(r"[^\s,.!?…\"'”’\]]\s*,\s*$")


def marks(text: TextUse, pages: frozenset[str]) -> Problems:
    """Yield the marks of Markdown and HTML in `text` that readers would see; links can start with `pages`."""
    value, is_prose = text.value, isinstance(text.value, Prose)
    if not MAYBE_MARKED.search(PLAIN_LINK.sub("link", value) if is_prose else value):
        return
    patterns = IN_PROSE if is_prose else IN_PLAIN
    found = [(what, match.span()) for what, pattern in patterns for match in pattern.finditer(value)]
    for link in LINK.finditer(value):
        gap, target = link.groups()
        if gap and (target.startswith(markdown.ON_THE_WEB) or re.split("[/#]", target)[0] in pages):
            found.append(("a link with a space before its target", link.span()))
        elif not gap and (not is_prose or target.lower().startswith(REFUSED)):
            found.append(("a link", link.span()))
    parts = tuple(markdown.unlinked(value)) if is_prose and MAYBE_STRONG_OR_ADDRESS.search(value) else ()
    found += [("strong text", _span(match, value)) for part in parts for match in STRONG.finditer(part)]
    fix = "write it as one plain line, which is all that this field can have"
    if is_prose:
        fix = "use only paragraphs, lists, *emphasis*, **strong text** and [links](https://example.org)"
    for what, span in found:
        if what != "an HTML entity" or unescape(value[slice(*span)]) != value[slice(*span)]:
            message = f"this looks like {what}, but readers would see it as typed"
            yield Problem(value.place(*span), "markup", message, fix)
    for match in (match for part in parts for match in ADDRESS.finditer(part)):
        place, address = value.place(*_span(match, value)), match[0]
        message = "this address isn’t a link, so readers can’t click it"
        address = address if "://" in address else f"https://{address}"
        yield Problem(place, "bare-address", message, f"write [words]({address})")


def changes(text: TextUse) -> Problems:
    """Yield what YAML and Markdown would do to `text` although hardly anyone means it."""
    value, raw, is_prose = text.value, text.value.raw, isinstance(text.value, Prose)
    for pattern, message, fix in LINES if is_prose and MAYBE_LOST.search(value) else ():
        for match in pattern.finditer(value):
            yield Problem(value.place(*match.span()), "changed-text", message, fix)
    if isinstance(value.source, Location) or not value.source.is_yaml:
        return
    body = raw.partition("\n")[2] if value.style in ("|", ">") else raw
    can_run_together = "\n" in body and not (is_prose and value.style == "|")
    paragraphs = can_run_together and any(not (is_prose and match[1]) for match in PARAGRAPHS.finditer(body))
    if paragraphs or (can_run_together and LISTED.search(body)):
        what = "these paragraphs" if paragraphs else "the lines of this list"
        fix = "write a | after the colon or the hyphen, and the whole text below it"
        fix = fix if is_prose else "write one paragraph, without a list"
        yield Problem(value.where, "changed-text", f"{what} would run together", fix)
    if value.style == '"' and (escape := ESCAPED.search(raw)) and not (is_prose and escape[1] == "\\n"):
        message = f"inside double quotes, {escape[1]} is a space and not what’s typed"
        yield Problem(value.where, "changed-text", message, "write single quotes around the text")
    if value.style:
        return
    before = value.source.text[max(0, value.start - 200) : value.start].rstrip()
    is_rest = before[-1:] == "," and isinstance(value, Text) and (value[0].islower() or value[-1] in ".!?…")
    if is_rest and AFTER_COMMA.search(before):
        message = "this is an entry of its own, because a comma in brackets ends the entry before it"
        yield Problem(value.where, "changed-text", message, "put quotes around the whole text if it’s one")
    can_be_speech = text.field in SPOKEN and not isinstance(value, Title | Summary)
    if not can_be_speech and IN_CURLY_QUOTES.fullmatch(value):
        message = "readers would see these quotes, because in YAML only straight ones are quotes"
        fix = "delete them, or put straight quotes around them if readers should see them"
        yield Problem(value.where, "curly-quotes", message, fix)


def _span(match: re.Match[str], text: str) -> tuple[int, int]:
    """Return where `text` has what was matched in a part of it; all of it if that’s spelled differently."""
    start = text.find(match[0])
    return (start, start + len(match[0])) if start >= 0 else (0, len(text))
