"""Reads the file of a logo, and refuses what could do harm, load from elsewhere or be too heavy.

The logo stands on every page, and whoever opens the file by itself opens a document of the site.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator

import lxml.etree

from generator.model.brand import Logo
from generator.problems import ContentError, Problem

LARGEST = {"svg": 60_000, "png": 200_000}
"""Bytes; every reader fetches it with the first page."""
PIXELS = range(32, 2001)
"""How wide and high a picture of pixels may be: not blurred in the header, and not a photograph."""
ELONGATED = 8
"""How many times as wide as high it may be; a longer one could not be seen in the header of a phone."""
SVG = "{http://www.w3.org/2000/svg}"
RUNS = frozenset(["script", "foreignObject", "handler", "listener"])
MOVES = frozenset(["animate", "animateMotion", "animateTransform", "set"])
URL = re.compile(r"url\(\s*['\"]?([^'\")]*)", re.IGNORECASE)
HIDDEN = re.compile(r"@import|image-set|\\", re.IGNORECASE)
MOTION = re.compile(r"@keyframes|animation|transition|offset-path", re.IGNORECASE)
MOST_COPIES = 50
"""Elements “use”: copies of copies can be more than any browser draws."""
"""What loads without the word “url”, or may spell it otherwise."""
FOREIGN = frozenset(["http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", None])
"""Elements of these, or of none, a browser would show or run beside the drawing."""
LENGTH = re.compile(r"\s*([0-9.]+)\s*(px)?\s*")
Fault = tuple[str, str]
"""What is wrong, and how to mend it."""
EXPORT = "export it again as “plain SVG” or “optimized SVG”"


def read(logo: Logo, data: bytes) -> Logo:
    """Return `logo` with `data`, what its file holds; raises `ContentError` with all that is wrong there."""
    problems = [*_weight(logo, data)]
    size = None
    if not problems:
        faults = list[Fault]()
        size = _drawing(data, faults) if logo.kind == "svg" else _pixels(data, faults)
        problems = [_problem(logo, *fault) for fault in dict.fromkeys(faults)]
    if problems or not size:
        raise ContentError(problems)
    width, height = size
    if not 1 / 2 <= width / height <= ELONGATED:
        told = f"it is {width:.0f} wide and {height:.0f} high, which has no room in the header of a page"
        raise ContentError(
            [_problem(logo, told, f"take one that is at most {ELONGATED} times as wide as high")]
        )
    return logo.read(data, width / height)


def _problem(logo: Logo, what: str, fix: str) -> Problem:
    return Problem(logo.where, "bad-logo", f"{logo} cannot be the logo: {what}", fix)


def _weight(logo: Logo, data: bytes) -> Iterator[Problem]:
    largest = LARGEST[logo.kind]
    if len(data) > largest:
        told = (
            f"it has {len(data) // 1000} kB, and every reader would fetch them; at most {largest // 1000} fit"
        )
        yield _problem(logo, told, "export it smaller or simpler")


def _pixels(data: bytes, faults: list[Fault]) -> tuple[float, float] | None:
    """Return width and height of a PNG; notes in `faults` what is wrong, and how to mend it."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a picture so large that it may be an attack
            with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
                width, height = picture.size
                if width in PIXELS and height in PIXELS:
                    picture.load()
                moves = getattr(picture, "is_animated", False)
    except Exception:  # what a decoder raises for spoiled bytes is of many kinds
        faults.append(("it is no PNG, or a spoiled one", "export it again as PNG"))
        return None
    if moves:
        faults.append(("it moves, which disturbs people who read", "export a single picture of it"))
    if width not in PIXELS or height not in PIXELS:
        least, most = PIXELS.start, PIXELS.stop - 1
        faults.append(
            (f"it has {width} × {height} pixels, not {least} to {most} each way", "export it in another size")
        )
    return width, height


def _drawing(data: bytes, faults: list[Fault]) -> tuple[float, float] | None:
    """Return width and height of an SVG; notes in `faults` what is wrong, and how to mend it."""
    # No entities, no network and no huge trees, so that reading it is safe.
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        data.decode("utf-8")  # as it is handed on to paper
        root = lxml.etree.fromstring(data, parser)
    except UnicodeDecodeError:
        faults.append(("it is not saved as UTF-8", EXPORT))
        return None
    except (lxml.etree.XMLSyntaxError, ValueError):
        faults.append(("it is no SVG, or a spoiled one", EXPORT))
        return None
    if root.tag != f"{SVG}svg":
        faults.append(("it is no SVG: it does not begin with an element “svg” of SVG", EXPORT))
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        faults.append(("it has a document type, which can hide other text", EXPORT))
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    if any(isinstance(one, lxml.etree._ProcessingInstruction) for one in around):
        faults.append(("it refers to something outside of itself", EXPORT))
    for element in root.iter():
        faults += _faults(element)
    if sum(1 for _ in root.iter(f"{SVG}use")) > MOST_COPIES:
        faults.append((f"it copies parts of itself more than {MOST_COPIES} times", EXPORT))
    size = _size(root)
    if not size:
        faults.append(("it says neither its size nor a “viewBox”", "add a viewBox to its first element"))
    return size


def _faults(element: lxml.etree._Element) -> Iterator[Fault]:
    """Yield what is wrong with one element of a drawing, each with how to mend it."""
    if not isinstance(element.tag, str):
        if isinstance(element, lxml.etree._ProcessingInstruction | lxml.etree._Entity):
            yield "it refers to something outside of itself", EXPORT
        return
    name = lxml.etree.QName(element).localname
    if not element.tag.startswith(SVG) and any(element.iterancestors(f"{SVG}metadata")):
        return  # what drawing programs note for themselves
    if lxml.etree.QName(element).namespace in FOREIGN:
        yield f"it holds “{name}”, which is no part of a drawing", EXPORT
    if name in RUNS:
        yield f"it holds “{name}”, which could run a program on every page", EXPORT
    if name in MOVES:
        yield "it moves, which disturbs people who read", "leave out the animation"
    if name == "text":
        yield "it holds letters as text, which look different on every device", "turn the text into paths"
    for key, value in element.attrib.items():
        attribute = lxml.etree.QName(key).localname
        if attribute.lower().startswith("on"):
            yield f"it holds “{attribute}”, which could run a program on every page", EXPORT
        if attribute == "base":
            yield f"it gives its links another address, “{_short(str(value))}”", EXPORT
        if attribute in ("href", "src") and not str(value).strip().startswith(("#", "data:image/png;")):
            yield f"it leads to another address, “{_short(str(value))}”", f"{EXPORT}, with pictures inside it"
        yield from _foreign(str(value))
    if name == "style":
        yield from _foreign("".join(map(str, element.itertext())))


def _foreign(style: str) -> Iterator[Fault]:
    """Yield what a style or a value loads from elsewhere."""
    for address in URL.findall(style):
        if not address.strip().startswith("#"):
            yield (
                f"it loads from another address, “{_short(address)}”",
                f"{EXPORT}, with everything inside it",
            )
    if HIDDEN.search(style):
        yield "its style may load something from elsewhere", EXPORT
    if MOTION.search(style):
        yield "it moves, which disturbs people who read", "leave out the animation"


def _short(address: str) -> str:
    return address if len(address) <= 40 else f"{address[:39]}…"


def _size(root: lxml.etree._Element) -> tuple[float, float] | None:
    """Return width and height of a drawing, by its own words or by its view box."""
    if any(LENGTH.fullmatch(side) and not float(side.strip(" px") or 0) for side in _sides(root)):
        return None
    box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    try:
        if len(box) == 4 and float(box[2]) > 0 and float(box[3]) > 0:
            return float(box[2]), float(box[3])
        sides = [float(found[1]) for side in _sides(root) if (found := LENGTH.fullmatch(side))]
    except ValueError:
        return None
    return (sides[0], sides[1]) if len(sides) == 2 and min(sides) > 0 else None


def _sides(root: lxml.etree._Element) -> tuple[str, str]:
    return str(root.get("width", "")), str(root.get("height", ""))
