"""Reads marks: drawings that become part of every page that names their principle or worksheet.

What can't be harmful can still spoil a page: a style would be blocked, an ID could be that of a part of the
page, and a color of its own would disappear in dark mode. So a mark consists of a few kinds of shapes, and
only what they need is kept of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import lxml.etree
from markupsafe import Markup

from generator.load.drawing import SVG, Fault, SvgDrawing, read_drawing, short, too_heavy
from generator.load.files import read_bytes
from generator.load.overlay import Overlay
from generator.model.mark import COLOR, FOLDER, Mark
from generator.problems import ContentError, Location, Problem
from generator.project import Project

LARGEST = 4_000
"""Bytes. The home page contains a mark for each principle."""
SQUARE = 0.02
"""How far from 1 the ratio of width to height can be."""
SHAPES = frozenset("circle ellipse g line path polygon polyline rect".split())
NOTES = frozenset("defs desc metadata namedview title".split())
"""Elements that draw nothing, so they're left out, if there's no style in them."""
COLORS = frozenset(["fill", "stroke"])
GEOMETRY = frozenset(
    """
    cx cy d fill-rule height points r rx ry stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-width transform width x x1 x2 y y1 y2
    """.split()
)
UNNEEDED = re.compile(r"aria-.+|class|clip-rule|color|data-.+|id|role|version")
"""Attributes on which the look of a mark doesn't depend, so they're left out."""
OF_ROOT = frozenset("baseProfile enable-background height preserveAspectRatio viewBox width x y".split())
PICTURE = re.compile(r"\.(svgz?|png|jpe?g|gif|webp|avif|bmp|tiff?|ico|eps|pdf)$", re.IGNORECASE)
PLAIN = "draw it with lines and filled shapes only, and export it as “optimized SVG”"


def read_marks(overlay: Overlay, project: Project, problems: list[Problem]) -> Mapping[str, Mark]:
    """Return the marks of `project` by their IDs, its own and those of its `overlay`, which replace them.

    Adds what's wrong with the others to `problems`.
    """
    marks = dict[str, Mark]()
    for folder in filter(None, overlay.paths(FOLDER)):
        files = folder.iterdir() if folder.is_dir() else ()
        for path in sorted(path for path in files if PICTURE.search(path.name) and path.name[0] != "."):
            try:
                marks[path.stem] = _mark(path, project)
            except ContentError as error:
                problems += error.problems
    return marks


def _mark(path: Path, project: Project) -> Mark:
    """Return the mark in the file `path`; raises `ContentError`."""
    name = project.relative(path)
    if path.suffix != ".svg":
        fix = "rename it" if path.suffix.lower() == ".svg" else "export it as an SVG"
        message = "a mark is a drawing in a file that ends in .svg"
        raise ContentError([Problem(Location(name), "stray-file", message, fix)])
    return parse(read_bytes(path, project), name)


def parse(data: bytes, file: str) -> Mark:
    """Return the mark in `data`, the content of `file`; raises `ContentError` with all its problems."""
    faults = [*too_heavy(data, LARGEST)]
    if not faults and (drawing := read_drawing(data, faults)) and not faults:
        faults += _faults(drawing)
        if not faults:
            return Mark(file, _box(drawing), _shapes(drawing.root))
    place = Location(file)
    raise ContentError(
        Problem(place, "bad-mark", f"this can’t be a mark: {what}", fix) for what, fix in faults
    )


def _faults(drawing: SvgDrawing) -> Iterator[Fault]:
    """Yield why a harmless drawing can't be a mark, and how to fix that."""
    if abs(drawing.width / drawing.height - 1) > SQUARE:
        shape = f"it’s {drawing.width:g} wide and {drawing.height:g} high, but marks are square"
        yield shape, "make its viewBox a square, such as 0 0 48 48"
    if any(isinstance(one.tag, str) and _name(one) == "style" for one in drawing.root.iter()):
        yield "it has a style of its own, without which its shapes would look different", PLAIN
    inside = [*_below(drawing.root)]
    if all(_name(element) == "g" for element in inside):
        yield "there’s nothing in it", "draw something, or delete the file"
    for element in (drawing.root, *inside):
        if (name := _name(element)) not in SHAPES and element is not drawing.root:
            yield f"it contains “{name}”, which isn’t a plain shape", PLAIN
            continue
        for key, value in element.attrib.items():
            yield from _faults_of_attribute(str(key), str(value), element is drawing.root)


def _faults_of_attribute(name: str, value: str, of_root: bool) -> Iterator[Fault]:
    if name in COLORS:
        if value.casefold() not in (COLOR.casefold(), "none"):
            paint = f"{name} is “{short(value)}”, but a mark has the color of the text around it"
            yield paint, f"write {COLOR} instead, or none"
    elif name == "style":
        blocked = "it has a style in an attribute, which browsers would block on a page"
        yield blocked, "export it as “optimized SVG”, with its colors in attributes of their own"
    elif not (name in GEOMETRY or (of_root and name in OF_ROOT) or "{" in name or UNNEEDED.fullmatch(name)):
        yield f"it uses “{name}”, which marks can’t have", PLAIN


def _name(element: lxml.etree._Element) -> str:
    return str(lxml.etree.QName(element).localname)


def _inside(element: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """Yield the elements directly inside `element` that could draw something."""
    for inner in element:
        if isinstance(inner.tag, str) and inner.tag.startswith(SVG) and _name(inner) not in NOTES:
            yield inner


def _below(element: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """Yield those directly inside `element`, and those in them, outermost first."""
    for inner in _inside(element):
        yield inner
        yield from _below(inner)


def _box(drawing: SvgDrawing) -> str:
    written = str(drawing.root.get("viewBox") or f"0 0 {drawing.width} {drawing.height}")
    return " ".join(f"{float(number):g}" for number in re.split(r"[\s,]+", written.strip()))


def _shapes(element: lxml.etree._Element) -> Markup:
    """Return `element`, the first one or a shape, with everything in it, as it's written in a page."""
    name, attributes = _name(element), {str(key): _value(str(value)) for key, value in element.attrib.items()}
    kept = COLORS | GEOMETRY
    if name == "svg":
        # What has no fill would be black.
        name, attributes, kept = "g", {"fill": COLOR, **attributes}, kept - OF_ROOT
    written = (Markup(' {}="{}"').format(key, value) for key, value in attributes.items() if key in kept)
    inner = Markup("").join(map(_shapes, _inside(element)))
    start = Markup("<{}{}").format(name, Markup("").join(written))
    return Markup("{}>{}</{}>").format(start, inner, name) if inner else Markup("{}/>").format(start)


def _value(written: str) -> str:
    value = " ".join(written.split())
    return COLOR if value.casefold() == COLOR.casefold() else value
