"""Reads a drawing in an SVG file, and finds anything harmful, moving or loaded from elsewhere.

Its file can be opened as a document of the site, and its shapes can be part of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import NamedTuple

import lxml.etree

SVG = "{http://www.w3.org/2000/svg}"
RUNS = frozenset(["script", "foreignObject", "handler", "listener"])
MOVES = frozenset(["animate", "animateMotion", "animateTransform", "set"])
URL = re.compile(r"url\(\s*['\"]?([^'\")]*)", re.IGNORECASE)
INDIRECT = re.compile(r"@import|image-set|\\", re.IGNORECASE)
"""What loads something without the word “url”, or can spell it differently."""
MOTION = re.compile(r"@keyframes|animation|transition|offset-path", re.IGNORECASE)
MOST_COPIES = 50
"""Elements “use”: copies of copies can be more than any browser can draw."""
FOREIGN = frozenset(["http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", None])
"""Browsers would show or run elements in these namespaces, or in none, next to the drawing."""
LENGTH = re.compile(r"\s*([0-9.]+)\s*(px)?\s*")
Fault = tuple[str, str]
"""What is wrong, and how to fix it."""
EXPORT = "export it again as “plain SVG” or “optimized SVG”"


class SvgDrawing(NamedTuple):
    """A drawing that could be read; it can still have faults."""

    root: lxml.etree._Element
    width: float
    height: float


def too_heavy(data: bytes, largest: int) -> Iterator[Fault]:
    """Yield what is wrong with a file of more than `largest` bytes, and how to fix it."""
    if len(data) > largest:
        weight = f"it has {len(data) / 1000:.0f} kB, but the limit is {largest // 1000} kB"
        yield weight, "export a smaller or simpler version"


def read_drawing(data: bytes, faults: list[Fault]) -> SvgDrawing | None:
    """Return the drawing in an SVG file; adds what is wrong, and how to fix it, to `faults`.

    Returns None, and adds the reason, if it isn't an SVG or has no size.
    """
    # No entities, no network and no huge trees, so that reading it is safe.
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        data.decode("utf-8")  # as paper needs it
        root = lxml.etree.fromstring(data, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        unlike = "saved as UTF-8" if isinstance(error, UnicodeDecodeError) else "a valid SVG file"
        faults.append((f"it isn’t {unlike}", EXPORT))
        return None
    if root.tag != f"{SVG}svg":
        faults.append(("it isn’t an SVG file: its first element isn’t an “svg” of SVG", EXPORT))
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        faults.append(("it has a document type, which can hide other text", EXPORT))
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    if any(isinstance(one, lxml.etree._ProcessingInstruction) for one in around):
        faults.append(("it refers to something outside itself", EXPORT))
    for element in root.iter():
        faults += _faults(element)
    if sum(1 for _ in root.iter(f"{SVG}use")) > MOST_COPIES:
        faults.append((f"it copies parts of itself more than {MOST_COPIES} times", EXPORT))
    if not (size := _size(root)):
        faults.append(("it has neither a size nor a “viewBox”", "add a viewBox to its first element"))
        return None
    return SvgDrawing(root, *size)


def _faults(element: lxml.etree._Element) -> Iterator[Fault]:
    """Yield what is wrong with one element of a drawing, and how to fix it."""
    if not isinstance(element.tag, str):
        if isinstance(element, lxml.etree._ProcessingInstruction | lxml.etree._Entity):
            yield "it refers to something outside itself", EXPORT
        return
    name = lxml.etree.QName(element).localname
    if not element.tag.startswith(SVG) and next(element.iterancestors(f"{SVG}metadata"), None) is not None:
        return  # notes of drawing programs
    if lxml.etree.QName(element).namespace in FOREIGN:
        yield f"it contains “{name}”, which isn’t part of a drawing", EXPORT
    if name in RUNS:
        yield f"it contains “{name}”, which could run a script on every page", EXPORT
    if name in MOVES:
        yield "it moves, which distracts readers", "remove the animation"
    if name == "text":
        yield "it contains text, which looks different on every device", "convert the text to paths"
    for key, value in element.attrib.items():
        attribute = lxml.etree.QName(key).localname
        if attribute.lower().startswith("on"):
            yield f"it contains “{attribute}”, which could run a script on every page", EXPORT
        if attribute == "base":
            yield f"it sets the base of its links to “{short(str(value))}”", EXPORT
        if attribute in ("href", "src") and not str(value).strip().startswith(("#", "data:image/png;")):
            yield f"it links to another address, “{short(str(value))}”", f"{EXPORT}, with pictures inside it"
        yield from _foreign(str(value))
    if name == "style":
        yield from _foreign("".join(map(str, element.itertext())))


def _foreign(style: str) -> Iterator[Fault]:
    """Yield what a style or a value loads from elsewhere."""
    for address in URL.findall(style):
        if not address.strip().startswith("#"):
            fix = f"{EXPORT}, with everything inside it"
            yield f"it loads from another address, “{short(address)}”", fix
    if INDIRECT.search(style):
        yield "its style could load something from elsewhere", EXPORT
    if MOTION.search(style):
        yield "it moves, which distracts readers", "remove the animation"


def short(address: str) -> str:
    """Return `address` for a message: if it's long, only its beginning."""
    return address if len(address) <= 40 else f"{address[:39]}…"


def _size(root: lxml.etree._Element) -> tuple[float, float] | None:
    """Return width and height of a drawing, from its attributes or its view box."""
    lengths = [str(root.get(name, "")) for name in ("width", "height")]
    box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    try:
        numbers = [float(number) for number in box if number]
        sides = [float(found[1]) for length in lengths if (found := LENGTH.fullmatch(length))]
    except ValueError:
        return None
    if 0 in sides:
        return None
    sides = numbers[2:] if len(numbers) == 4 else sides
    fits = len(sides) == 2 and all(map(isfinite, (*numbers, *sides))) and min(sides) > 0
    return (sides[0], sides[1]) if fits else None
