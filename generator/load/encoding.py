"""Decodes a file that authors write, and rejects characters that they can't see."""

from __future__ import annotations

import re
from itertools import islice
from unicodedata import category

from generator.model.source_text import SourceFile
from generator.problems import ContentError, Location, Problem, Problems

LARGEST_FILE = 256 * 1024
"""Bytes, ten times as many as the longest file of a real guide."""
MOST_PROBLEMS = 20
"""Problems reported for one file; a wrong encoding would cause thousands."""
# Control characters except tab and line feed; invisible and direction-changing characters, which can
# make a text look different from what it is; lone surrogates, which no file can contain; characters that only
# some fonts or none have. Joiners (emoji, Persian) are allowed except next to ASCII, and so are simple
# direction marks.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff"
    "\U0002fffe\U0002ffff\U0003fffe-\U000e00ff\U000e01f0-\U0010ffff]"
    "|(?<![^ -~\n])[\u200c\u200d]|[\u200c\u200d](?![^ -~\n])"
)
CONFLICT = re.compile(r"^(?:<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)(?: .*)?$", re.MULTILINE)
"""A line that an unfinished merge leaves in a file."""
INDENT_WITH_OTHER_SPACE = re.compile(r"^ *([\t\u00a0\u2000-\u200a\u202f\u3000]+)", re.MULTILINE)


def readable(data: bytes, name: str, largest: int = LARGEST_FILE) -> SourceFile:
    """Return the text in `data`, the bytes of the file that messages call `name`.

    Raises `ContentError` for a file of more than `largest` bytes or not in UTF-8, for every hidden character,
    and for what an unfinished merge left.
    """
    lines = SourceFile(decoded(data, name, largest), name)
    for found in (_invisible(lines), _unmerged(lines)):
        if problems := tuple(islice(found, MOST_PROBLEMS)):
            raise ContentError(problems)
    return lines


def decoded(data: bytes, name: str, largest: int = LARGEST_FILE) -> str:
    """Return the text in `data`, with line feeds; raises `ContentError` if it is too large or not UTF-8."""
    require_size(len(data), name, largest)
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8-sig")
        wrong = data.find(0) if data.count(0) * 4 > len(data) else -1  # as in UTF-16: that can be valid UTF-8
    except UnicodeDecodeError as error:
        wrong = error.start
    if wrong < 0:
        return text
    before = data[:wrong].decode("utf-8-sig", "replace")
    place = SourceFile(data.decode("utf-8-sig", "replace"), name).at(len(before))
    message = "this character can’t be read because the file isn’t saved as UTF-8"
    raise ContentError([Problem(place, "not-utf-8", message, "save it again with the encoding UTF-8")])


def require_size(size: int, name: str, largest: int = LARGEST_FILE) -> None:
    """Raise `ContentError` if the file that messages call `name` has so many bytes that it can't be meant."""
    if size > largest:
        message = f"this file has {size // 1024} kB, but the limit is {largest // 1024} kB"
        fix = "split it into several records"
        raise ContentError([Problem(Location(name), "file-too-large", message, fix)])


def _invisible(lines: SourceFile) -> Problems:
    characters = set(lines.text)
    if HIDDEN.search("".join(characters)) or not characters.isdisjoint("\u200c\u200d"):
        for match in HIDDEN.finditer(lines.text):
            yield hidden_character(lines.at(match.start()), match[0])
    for character in characters:
        # In other planes, Unicode grows with each year: an emoji can be newer than this Python.
        if category(character) == "Cn" and character < "\ufff0" and not HIDDEN.match(character):
            yield hidden_character(lines.at(lines.text.index(character)), character)
    for match in INDENT_WITH_OTHER_SPACE.finditer(lines.text):
        if lines.text[match.end() : match.end() + 1].strip():
            message = "this line is indented with a tab or another character that only looks like a space"
            fix = "delete it, and indent with the space bar"
            yield Problem(lines.at(match.start(1)), "odd-space", message, fix)


def _unmerged(lines: SourceFile) -> Problems:
    message = "an unfinished merge left this line here"
    fix = "keep the version that you want, and delete the lines that start with <<<<<<<, ======= or >>>>>>>"
    for match in CONFLICT.finditer(lines.text):
        yield Problem(lines.at(match.start(), len(match[0])), "merge-conflict", message, fix)


def hidden_character(place: Location, character: str) -> Problem:
    """Return the problem of an invisible `character` at `place`."""
    kind = {"Co": "a character that only some fonts have", "Cn": "a character that doesn’t exist"}
    what = kind.get(category(character), "an invisible character")
    message = f"there’s {what} here, U+{ord(character):04X}"
    return Problem(place, "hidden-character", message, "delete it; pasted text often contains some")
