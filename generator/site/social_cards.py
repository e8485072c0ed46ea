"""Pictures of the site for other programs: a social card for each page, and an icon for home screens.

They use the guide's typefaces, and are cached until a title or what they're made with changes.
"""

from __future__ import annotations

import io
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.engine.disk_cache import Caches, DiskCache, fingerprint
from generator.engine.lazy import Lazy, merged
from generator.engine.workers import map_items
from generator.layers import Layers
from generator.load.strings import Strings
from generator.model.foreign import plain
from generator.model.settings import SiteConfig
from generator.pages.page import NOT_FOUND, SOCIAL, SitePage
from generator.paper.typefaces import writing_data
from generator.paper.typst_files import typst_files, typst_folder
from generator.problems import ContentError, Problem
from generator.project import FONTS, PROGRAM, Project
from generator.site.assets import favicon

ICON = "touch-icon.png"
"""Address of the icon for home screens of phones; older ones accept only PNG."""
Color = tuple[int, ...]
PAPER: Color = (251, 249, 244)
WHITE: Color = (255, 255, 255)
COLORS: Mapping[str, Color] = {
    "paper": PAPER,
    "ink": (29, 38, 36),
    "soft": (76, 88, 85),
    "accent": (11, 90, 88),
    "rule": (218, 214, 203),
}
"""As on pages in light mode."""
SHADES = (("accent", PAPER, 6), ("ink", PAPER, 4), ("soft", PAPER, 2), ("accent", WHITE, 2))
"""Shades at the edges of letters: a color, its background, and the steps between them."""
MOST_COLORS = 64
"""In a picture with a logo."""
AT_ONCE = 10
"""Pictures that a process draws before it gets others."""
PACKAGES = ("typst", "pillow")
CARD = "site/card"
"""The folder of their templates."""
CODE = (Path(__file__), *(PROGRAM / f"paper/{name}.py" for name in ("typesetting", "fonts", "typefaces")))


def address(page: SitePage) -> str:
    """Return the address of the card of `page`."""
    return f"{SOCIAL}{page.address.rstrip('/') or 'index'}.png"


def pictures(
    site: SiteConfig, pages: Iterable[SitePage], project: Project, caches: Caches, strings: Strings
) -> Mapping[str, bytes]:
    """Return the cards of `pages` and the icon by address on the site; each is read on demand.

    A page has no card if the typefaces lack a character of its title. Raises `ContentError` for an error in
    a template.
    """
    svg = project.templates.file("site/assets/favicon.svg").read_text("utf-8")
    common = {"name": plain(site.name), "language": site.language, "mark": favicon(svg, site)}
    if site.colors:
        common["accent"] = site.colors.accent
    if site.logo:
        common["logo"] = site.logo.drawing
        # A wide logo would be too small to see on a home screen.
        common["icon"] = site.logo.drawing if site.logo.is_square else ""
    cards = {address(page): _card(page, strings) for page in pages if page.address != NOT_FOUND}
    cache = caches.of("social")
    made_with = (_tools(project.templates), *common.values())
    keys = {name: fingerprint((*made_with, *card.values())) for name, card in cards.items()}
    keys[ICON] = fingerprint((*made_with, ICON))
    shown = {name: any(blobs) for name, key in keys.items() if (blobs := cache.read(key))}
    new = [name for name in keys if name not in shown]
    some = [new[first : first + AT_ONCE] for first in range(0, len(new), AT_ONCE)]
    parts = map_items(_drawn_or_not, (cards, common, project), some)
    if problems := dict.fromkeys(problem for _, found in parts for problem in found):
        raise ContentError(problems)
    made = dict(ChainMap(*(drawn for drawn, _ in parts)))
    # If a template changed meanwhile, the key is that of the earlier version.
    if made and _tools(project.templates) == made_with[0]:
        for name, data in made.items():
            cache.put(keys[name], [data])
    readers = {name: partial(_stored, cache, keys[name]) for name, is_shown in shown.items() if is_shown}
    return merged(Lazy(readers), {name: data for name, data in made.items() if data})


def _stored(cache: DiskCache, key: str) -> bytes:
    (data,) = cache.stored(key)
    return data


def _card(page: SitePage, strings: Strings) -> dict[str, str]:
    """Return the data for the card of `page`: title, mark, and its kind unless the title contains that."""
    kind = str(strings.kinds[page.kind]) if page.kind in strings.kinds else ""
    return {
        "title": page.title,
        "kind": "" if kind.casefold() in page.title.casefold() else kind,
        "drawing": page.mark.drawing if page.mark else "",
    }


def _drawn_or_not(
    shared: tuple[dict[str, dict[str, str]], dict[str, str], Project], names: Sequence[str]
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Return the pictures `names`, or the problems of a template: no error comes from another process."""
    try:
        return _drawn(*shared, names), ()
    except ContentError as error:
        return {}, error.problems


def _drawn(
    cards: Mapping[str, Mapping[str, str]], common: Mapping[str, str], project: Project, names: Sequence[str]
) -> dict[str, bytes]:
    """Return the pictures `names`; an empty one where the typefaces lack a character."""
    from generator.paper.fonts import printable

    shown = [name for name in names if name != ICON and printable().issuperset(cards[name]["title"])]
    made = dict.fromkeys(names, b"")
    if shown:
        data = {**common, "cards": [cards[name] for name in shown]}
        drawn = _pages(project.templates, "card.typ", data)
        made |= zip(shown, (_reduced(png, common) for png in drawn), strict=True)
    if ICON in names:
        made[ICON] = _reduced(_pages(project.templates, "icon.typ", common)[0], common)
    return made


def _pages(templates: Layers, file: str, data: Mapping[str, Any]) -> list[bytes]:
    """Return each page that the Typst `file` makes from `data` as a PNG, with one pixel per point."""
    from generator.paper.typesetting import Typesetter

    colors = {name: "#" + bytes(color).hex() for name, color in _colors(data).items()}
    folder = typst_folder(templates, CARD)
    data = {**data, "colors": colors, "writing": writing_data(data["language"])}
    return Typesetter(folder, data).images(folder / file, 72.0)


def _colors(data: Mapping[str, Any]) -> Mapping[str, Color]:
    """Return the colors of the pictures, with the accent color of the settings."""
    if "accent" not in data:
        return COLORS
    return {**COLORS, "accent": tuple(bytes.fromhex(data["accent"].removeprefix("#")))}


def _reduced(png: bytes, data: Mapping[str, Any]) -> bytes:
    """Return the picture with a palette of its few colors and their shades, a third as large.

    The colors of a logo are unknown, so a picture with one gets its palette by counting.
    """
    from PIL import Image

    small = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        full = picture.convert("RGB")
    if "logo" in data:
        reduced = full.quantize(MOST_COLORS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    else:
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for color in _palette(_colors(data)) for part in color])
        reduced = full.quantize(palette=palette, dither=Image.Dither.NONE)
    reduced.save(small, "PNG")
    return small.getvalue()


def _palette(colors: Mapping[str, Color]) -> list[Color]:
    """Return all colors of the pictures, without duplicates."""
    shades = [
        tuple(
            round(low + (high - low) * (step / steps)) for high, low in zip(colors[name], ground, strict=True)
        )
        for name, ground, steps in SHADES
        for step in range(1, steps)
    ]
    return list(dict.fromkeys((*colors.values(), WHITE, *shades)))


def _tools(templates: Layers) -> str:
    """Return a fingerprint of everything that affects the pictures except their data."""
    files = typst_files(templates, CARD)
    others = (path.read_bytes() for path in (*CODE, *sorted(FONTS.rglob("*.ttf"))))
    return fingerprint((*files, *files.values(), *others, *map(version, PACKAGES)))
