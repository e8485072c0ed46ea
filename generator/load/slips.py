"""The slips that spoil a YAML file: what to look for in a line, and what was meant.

`likely_slip` tries them. To add one, add a row and a story.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

QUOTES = "\"'“”„‘’"
Put = str | Callable[[re.Match[str]], str]


class Slip(NamedTuple):
    """A pattern of a line and what it should be; `{old}` and `{new}` are the texts before and after."""

    pattern: str
    puts: tuple[Put, ...]
    rule: str
    message: str
    fix: str = "write “{new}”"
    everywhere: bool = False
    """Whether the whole file can have it, as when a list was pasted."""


def quoted(match: re.Match[str]) -> str:
    """Return what `match` found, with its second group in a pair of quotes."""
    text = match[2]
    if text[0] in QUOTES and (text[-1] in QUOTES or text.count(text[0]) == 1):
        text = text[1:].rstrip(QUOTES)
    if '"' in text and "'" not in text:
        return f"{match[1]}'{text}'"
    return match[1] + '"' + re.sub(r'["\\]', r"\\\g<0>", text) + '"'


FIELD = r"^(\s*)((?:- )?[\w-]+:"
VALUE = r"^(\s*(?:- )?(?:[\w-]+: +)?)"
BELOW = (r"\1\2\n\1  \3", r"\1\2\n\1    \3")
NO_HYPHEN = ((r"\1- ",), "hyphen", "this looks like an entry of a list, but it has no hyphen")
QUOTE = "put it in quotes: “{new}”"
STARTS = ("a text that starts with {old:.1} needs quotes", QUOTE)
IN_BRACKETS = "in brackets, a text with a comma, a colon or a quotation mark needs quotes"
PAIR = "the quotation marks around this text aren’t a pair, or there are others inside"
TOO_MUCH = ("bracket", "“{old}” is too much at the end of this line", "delete it")
SLIPS = (
    Slip(
        r"[^\S ]+",
        (" ",),
        "odd-space",
        "this tab or special character only looks like a space",
        "replace it with a space",
        True,
    ),
    Slip(
        r"(^\s*(?:- )?|[{,] *)([a-z][\w-]*)(?: ?[:：=;] ?(?=\S)| (?=\S)|$)",
        (r"\1\2: ",),
        "not-a-field",
        "a field needs a colon and a space after its name",
    ),
    Slip(
        r"^(\s*)([*•‣◦●○▪■·–—−+]|\d+[.)])\s*(?=\S)",
        (r"\1- ",),
        "hyphen",
        "“{old}” can’t start an entry of a list; only a hyphen and a space can",
        everywhere=True,
    ),
    Slip(r"^(\s*)-(?=[^\s-])", (r"\1- ",), "hyphen", "the hyphen of an entry needs a space after it"),
    Slip(
        rf"{FIELD}) (- .*)",
        (r"\1\2\n\1\3", *BELOW),
        "hyphen",
        "a list can’t start on the line of its field",
        "move “{old}” to a line of its own",
    ),
    Slip(r"^(\s*)(?=\S)", *NO_HYPHEN),
    Slip(r"^(\s*)  (?=\S)", *NO_HYPHEN),
    Slip(rf"{FIELD})()\s*$", (r"\1\2 |",), "bar", "a text of several lines needs a bar after the colon"),
    Slip(
        rf"{FIELD} [|>]) *(\S.*)",
        BELOW,
        "bar",
        "a text can’t start on the line of its bar",
        "move “{old}” to the next line, indented like the rest",
    ),
    Slip(
        rf"^(\s*(?:- )?)[{QUOTES}]([\w-]+: .*)[{QUOTES}]\s*$",
        (r"\1\2",),
        "open-quote",
        "quotation marks around a whole line make it a text, not a field",
    ),
    Slip(r"(?<=[\"'])[,;]\s*$", ("",), *TOO_MUCH),
    Slip(rf"{VALUE}([{QUOTES}].*\S)\s*$", (quoted,), "open-quote", PAIR, QUOTE),
    Slip(rf"{VALUE}([\[{{].*\S)\s*$", (quoted,), "bracket", *STARTS),
    Slip(
        rf"{VALUE}(\S.*?:(?: .*\S|))\s*$",
        (quoted,),
        "colon",
        "a text with a colon and a space needs quotes",
        QUOTE,
    ),
    Slip(rf"{VALUE}([@`%&*!|>?].*\S)\s*$", (quoted,), "odd-start", *STARTS),
    Slip(r"([\w-]+: )([^\s\[{].*?)(?=, [\w-]+: |\}|$)", (quoted,), "bracket", IN_BRACKETS, QUOTE),
    Slip(r"([\[,] *)([^\[\],]*: [^\[\],]*)(?=[,\]])", (quoted,), "bracket", IN_BRACKETS, QUOTE),
    Slip(
        rf"{FIELD}) ([^|>\s].*)",
        tuple(put.replace(r"\2", r"\2 |") for put in BELOW),
        "bar",
        "a text of several lines needs a bar after the colon",
        "write “{new}”, and the text below it",
    ),
    Slip(
        r"^(\s*(?:- |[\w-]+: +)?)([^\[\]{}]+?)[\]}]?\s*$",
        (r"\1{\2}", r"\1[\2]"),
        "wrong-shape",
        "a list, or several fields, on one line needs brackets",
    ),
    Slip(r"[\]},;\"']\s*$", ("",), *TOO_MUCH),
    Slip(
        r"(?<=[\w\"'])(?:\s*;\s*|\s*,[\s,]+| )(?=[\w\"'])",
        (", ",),
        "comma",
        "in brackets, there has to be exactly one comma between two entries",
        "write a comma and a space here",
    ),
)
NOTE = Slip(
    r"^(\s*)(?=[^\s#])",
    (r"\1# ",),
    "note",
    "this line is neither a field nor part of the one above",
    "write “name: value”, indent it to continue the text above, or start it with # if it’s a note",
)
