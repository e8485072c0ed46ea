"""Reads the file of a logo, and rejects anything harmful, too large or loaded from elsewhere.

The logo is on every page, and its file can be opened as a document of the site.
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
"""Bytes; every reader downloads it with the first page."""
PIXELS = range(32, 2001)
"""Width and height of a PNG: enough not to be blurred in the header, and no photograph."""
ELONGATED = 8
"""The largest ratio of width to height; anything wider is too small to see in the header on a phone."""
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


def read(logo: Logo, data: bytes) -> Logo:
    """Return `logo` with `data`, the content of its file; raises `ContentError` with all its problems."""
    faults = list[Fault]()
    size = None
    if len(data) > (largest := LARGEST[logo.kind]):
        weight = f"it has {len(data) // 1000} kB, but the limit is {largest // 1000} kB"
        faults.append((weight, "export a smaller or simpler version"))
    else:
        size = _drawing(data, faults) if logo.kind == "svg" else _pixels(data, faults)
    if size and not faults:
        width, height = size
        if 1 / 2 <= width / height <= ELONGATED:
            return logo.read(data, width / height)
        shape = f"it’s {width:.0f} wide and {height:.0f} high, which doesn’t fit the header of a page"
        fix = f"use one that’s at most {ELONGATED} times as wide as high, and at most twice as high as wide"
        faults.append((shape, fix))
    raise ContentError(
        Problem(logo.where, "bad-logo", f"{logo} can’t be the logo: {what}", fix) for what, fix in faults
    )


def _pixels(data: bytes, faults: list[Fault]) -> tuple[float, float] | None:
    """Return width and height of a PNG; adds what is wrong, and how to fix it, to `faults`."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a picture so large that it could be an attack
            with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
                width, height = picture.size
                if width in PIXELS and height in PIXELS:
                    picture.load()
                moves = getattr(picture, "is_animated", False)
    except Exception:  # decoders raise many kinds of errors for damaged files
        faults.append(("it isn’t a valid PNG file", "export it again as PNG"))
        return None
    if moves:
        faults.append(("it moves, which distracts readers", "export a single picture of it"))
    if width not in PIXELS or height not in PIXELS:
        pixels = f"{width} × {height} pixels, not {PIXELS.start} to {PIXELS.stop - 1} each way"
        faults.append((f"it has {pixels}", "export it at another size"))
    return width, height


def _drawing(data: bytes, faults: list[Fault]) -> tuple[float, float] | None:
    """Return width and height of an SVG; adds what is wrong, and how to fix it, to `faults`."""
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
    return size


def _faults(element: lxml.etree._Element) -> Iterator[Fault]:
    """Yield what is wrong with one element of a drawing, and how to fix it."""
    if not isinstance(element.tag, str):
        if isinstance(element, lxml.etree._ProcessingInstruction | lxml.etree._Entity):
            yield "it refers to something outside itself", EXPORT
        return
    name = lxml.etree.QName(element).localname
    if not element.tag.startswith(SVG) and any(element.iterancestors(f"{SVG}metadata")):
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
            yield f"it sets the base of its links to “{_short(str(value))}”", EXPORT
        if attribute in ("href", "src") and not str(value).strip().startswith(("#", "data:image/png;")):
            yield f"it links to another address, “{_short(str(value))}”", f"{EXPORT}, with pictures inside it"
        yield from _foreign(str(value))
    if name == "style":
        yield from _foreign("".join(map(str, element.itertext())))


def _foreign(style: str) -> Iterator[Fault]:
    """Yield what a style or a value loads from elsewhere."""
    for address in URL.findall(style):
        if not address.strip().startswith("#"):
            fix = f"{EXPORT}, with everything inside it"
            yield f"it loads from another address, “{_short(address)}”", fix
    if INDIRECT.search(style):
        yield "its style could load something from elsewhere", EXPORT
    if MOTION.search(style):
        yield "it moves, which distracts readers", "remove the animation"


def _short(address: str) -> str:
    return address if len(address) <= 40 else f"{address[:39]}…"


def _size(root: lxml.etree._Element) -> tuple[float, float] | None:
    """Return width and height of a drawing, from its attributes or its view box."""
    lengths = [str(root.get(name, "")) for name in ("width", "height")]
    if any(LENGTH.fullmatch(length) and not float(length.strip(" px") or 0) for length in lengths):
        return None
    box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    try:
        if len(box) == 4 and float(box[2]) > 0 and float(box[3]) > 0:
            return float(box[2]), float(box[3])
        sides = [float(found[1]) for length in lengths if (found := LENGTH.fullmatch(length))]
    except ValueError:
        return None
    return (sides[0], sides[1]) if len(sides) == 2 and min(sides) > 0 else None
