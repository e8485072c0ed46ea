"""Pictures by which other programs show the site: a card for each page that somebody shares, and a mark.

They are set in the typefaces of the guide, and kept until a title or what makes them changes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.engine.disk_cache import DiskCache, fingerprint
from generator.load.strings import Strings
from generator.model.settings import SiteConfig
from generator.pages.page import NOT_FOUND, SOCIAL, SitePage
from generator.project import PROGRAM, Project
from generator.site import assets

ICON = "touch-icon.png"
"""Address of the mark that telephones show among their programs; old ones look for no other form than PNG."""
Color = tuple[int, int, int]
PAPER: Color = (251, 249, 244)
WHITE: Color = (255, 255, 255)
COLORS: Mapping[str, Color] = {
    "paper": PAPER,
    "ink": (29, 38, 36),
    "soft": (76, 88, 85),
    "accent": (11, 90, 88),
    "rule": (218, 214, 203),
}
"""As on the pages by day."""
SHADES = (("accent", PAPER, 6), ("ink", PAPER, 4), ("soft", PAPER, 2), ("accent", WHITE, 2))
"""What the edges of letters are made of: a color, what it lies on, and the steps between them."""
MOST_COLORS = 64
"""Of a picture with a logo."""
PACKAGES = ("typst", "pillow", "fontpkg-atkinson-hyperlegible", "fontpkg-source-serif-4")
CODE = (Path(__file__), *(PROGRAM / f"paper/{name}.py" for name in ("typesetting", "fonts")))


def address(page: SitePage) -> str:
    """Return where the card of `page` lies on the site."""
    return f"{SOCIAL}{page.address.rstrip('/') or 'index'}.png"


def pictures(
    site: SiteConfig, pages: Iterable[SitePage], project: Project, strings: Strings
) -> dict[str, bytes]:
    """Return the cards of `pages` and the mark, by their address on the site.

    A page whose title the typefaces cannot set has no card. Raises `ContentError` when a template is broken.
    """
    drawn = (project.templates / "site/assets/favicon.svg").read_text("utf-8")
    common = {"name": site.name, "language": site.language, "mark": assets.mark(drawn, site)}
    if site.colors:
        common["accent"] = site.colors.accent
    if site.logo:
        common["logo"] = site.logo.drawing
        # A long one could not be seen among the programs of a telephone.
        common["icon"] = site.logo.drawing if site.logo.is_square else ""
    wanted = {address(page): _card(page, strings) for page in pages if page.address != NOT_FOUND}
    cache = DiskCache(project.build / "cache" / "social")
    made_with = (_tools(project.templates / "site/card"), *common.values())
    keys = {name: fingerprint((*made_with, *card.values())) for name, card in wanted.items()}
    keys[ICON] = fingerprint((*made_with, ICON))
    kept = {name: parts[0] for name, key in keys.items() if (parts := cache.read(key))}
    made = _made([name for name in keys if name not in kept], wanted, common, project)
    # What a template made that was changed meanwhile would be found as what it made before.
    unchanged = bool(made) and _tools(project.templates / "site/card") == made_with[0]
    for name, data in made.items():
        kept[name] = data
        if unchanged:
            cache.put(keys[name], [data])
    cache.prune()
    return {name: data for name in keys if (data := kept[name])}


def _card(page: SitePage, strings: Strings) -> dict[str, str]:
    """Return what the template is told of `page`: its title, and its kind where the title does not say it."""
    kind = str(strings.kinds[page.kind]) if page.kind in strings.kinds else ""
    return {"title": page.title, "kind": "" if kind.casefold() in page.title.casefold() else kind}


def _made(
    names: Sequence[str], wanted: Mapping[str, Mapping[str, str]], common: Mapping[str, str], project: Project
) -> dict[str, bytes]:
    """Return the pictures called `names`; an empty one where the typefaces lack a character."""
    if not names:
        return {}
    from generator.paper.fonts import SANS, SERIF, characters

    both = characters(SANS) & characters(SERIF)
    able = [name for name in names if name != ICON and both.issuperset(wanted[name]["title"])]
    made = dict.fromkeys(names, b"")
    if able:
        cards = {**common, "cards": [wanted[name] for name in able]}
        drawn = _pages(project.templates / "site/card/card.typ", cards)
        made |= zip(able, (_reduced(png, common) for png in drawn), strict=True)
    if ICON in names:
        made[ICON] = _reduced(_pages(project.templates / "site/card/icon.typ", common)[0], common)
    return made


def _pages(file: Path, data: Mapping[str, Any]) -> list[bytes]:
    """Return each page that the Typst `file` makes of `data` as a PNG, with a pixel for a point."""
    from generator.paper.typesetting import compiler

    colors = {name: "#" + bytes(color).hex() for name, color in _colors(data).items()}
    with compiler(file, {**data, "colors": colors}) as ready:
        made = ready.compile(format="png", ppi=72.0)
    assert made
    return made if isinstance(made, list) else [made]


def _colors(data: Mapping[str, Any]) -> Mapping[str, Color]:
    """Return the colors of the pictures, with the accent that a place chose."""
    if "accent" not in data:
        return COLORS
    red, green, blue = bytes.fromhex(data["accent"].removeprefix("#"))
    return {**COLORS, "accent": (red, green, blue)}


def _reduced(png: bytes, data: Mapping[str, Any]) -> bytes:
    """Return the picture in the few colors that it has and their shades, which makes it a third as large.

    Of a logo nobody knows the colors, so there they are counted.
    """
    from PIL import Image

    small = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        whole = picture.convert("RGB")
    if "logo" in data:
        few = whole.quantize(MOST_COLORS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    else:
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for color in _palette(_colors(data)) for part in color])
        few = whole.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(small, "PNG")
    return small.getvalue()


def _palette(colors: Mapping[str, Color]) -> list[Color]:
    """Return all colors of the pictures, each once."""
    shades = [
        _between(colors[name], ground, step / steps)
        for name, ground, steps in SHADES
        for step in range(1, steps)
    ]
    return list(dict.fromkeys((*colors.values(), WHITE, *shades)))


def _between(color: Color, ground: Color, share: float) -> Color:
    red, green, blue = (round(low + (high - low) * share) for high, low in zip(color, ground, strict=True))
    return red, green, blue


def _tools(templates: Path) -> str:
    """Return the fingerprint of what makes the pictures, beside what they show."""
    files = (*sorted(path for path in templates.iterdir() if path.is_file()), *CODE)
    return fingerprint((*(path.read_text("utf-8") for path in files), *map(version, PACKAGES)))
