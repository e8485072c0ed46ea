"""Assets as they're published: the files of templates/site, with the colors and logo of the guide.

Style sheets are joined, and comments removed from them and from scripts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath

import rcssmin
import rjsmin

from generator.layers import Layers
from generator.model.brand import Logo
from generator.model.colors import ACCENT, Colors, Shades
from generator.model.settings import SiteConfig
from generator.pages.page import EMBED_SCRIPT
from generator.site.web_fonts import font_faces

Files = dict[str, bytes]
"""The content of files, by path with forward slashes."""
STYLE = "assets/guide.css"
FAVICON = "assets/favicon.svg"
PNG, SVG = "image/png", "image/svg+xml"
VENDORED = {"pdf/pdf-lib.js": "pdf-lib.js", "pdf/LICENSE.txt": "LICENSE.txt"}
"""What pages use of templates/publish/vendor/pdf-lib, by path in the folder of assets."""
FORMS = ("6-checklist.css", "7-fields.css", "7-keeping.css", "7-letters.css")
"""Style sheets of tools/ that the pages with one of their own need, too; they don't load all of tools.css."""
READ_ONLY = "home"
"""The folder of styles for pages where nothing can be filled in."""
LOGO_HEIGHT = 40
"""Height of a logo in the header, in pixels."""


def site_assets(templates: Layers, generated: Mapping[str, bytes] | None = None) -> Files:
    """Return the files of site/assets in `templates` by address on the site.

    `generated` are more files, by path in the folder. Style sheets are joined in the order of their names:
    those in the folder tools/ into tools.css, for pages with something to fill in or download, those in
    another folder into one named like it, which begins with `FORMS` unless it's `READ_ONLY`, and the others
    into guide.css.
    """
    paths = templates.files("site/assets")
    found = {**{name: path.read_bytes() for name, path in paths.items()}, **(generated or {})}
    styles: dict[str, list[bytes]] = {"guide": [], "tools": [], READ_ONLY: []}
    names = sorted(name for name in found if name.endswith(".css"))
    forms = [found[name] for name in names if name.endswith(tuple(f"/tools/{form}" for form in FORMS))]
    for name in names:
        within = PurePosixPath(name).parent.name
        styles.setdefault("guide" if within == "style" else within, [*forms]).append(found.pop(name))
    scripts = {name: rjsmin.jsmin(data) for name, data in found.items() if name.endswith(".js")}
    joined = {f"{name}.css": rcssmin.cssmin(b"\n".join(sheets)) for name, sheets in styles.items() if sheets}
    return {f"assets/{name}": data for name, data in {**found, **scripts, **joined}.items()}


def embedding(templates: Layers) -> Files:
    """Return what only pages in frames on other sites use, and the script for those sites, by address."""
    files = templates.files("site/embed")
    return {
        "assets/embed.css": rcssmin.cssmin(files["inside.css"].read_bytes()),
        "assets/scripts/embed.js": rjsmin.jsmin(files["inside.js"].read_bytes()),
        EMBED_SCRIPT: rjsmin.jsmin(files["frame.js"].read_bytes()),
    }


def vendored(templates: Layers) -> Files:
    """Return programs of others that pages use, with their licenses, unchanged, by address on the site."""
    folder = templates.files("publish/vendor/pdf-lib")
    return {f"assets/{path}": folder[name].read_bytes() for path, name in VENDORED.items()}


def fingerprinted(files: Files) -> tuple[str, Files]:
    """Return a folder on the site named after the content of `files`, and the files by address in it.

    Browsers can cache these forever: when one file changes, all get new addresses. They share a folder so
    that scripts that import each other, and fonts that a style sheet uses, are always of the same version.
    """
    digest = hashlib.sha256()
    for address, data in sorted(files.items()):
        digest.update(f"{address}\0{len(data)}\0".encode() + data)
    folder = f"assets/{digest.hexdigest()[:8]}"
    return folder, {f"{folder}/{address.removeprefix('assets/')}": data for address, data in files.items()}


def branded(files: Files, site: SiteConfig) -> Files:
    """Return the assets `files` with the letters of the site's language, and its own colors and logo."""
    changed = dict(files)
    changed[STYLE] += font_faces(site.language).encode()
    if site.colors:
        changed[STYLE] += color_style(site.colors).encode()
        changed[FAVICON] = favicon(changed[FAVICON].decode(), site).encode()
    if site.logo:
        changed[_logo_address(site.logo, "assets")] = site.logo.data
    return changed


def color_style(colors: Colors) -> str:
    """Return the CSS that replaces our colors with `colors`, for the end of the style sheet."""
    day, night = colors.day, colors.night
    return (
        f"[data-md-color-scheme]{{{_tokens(day)}}}"
        f'[data-md-color-scheme="night"]{{{_tokens(night)}}}'
        f"@media print{{[data-md-color-scheme]{{{_tokens(day)}--tint:#ffffff}}}}"
    )


def _tokens(shades: Shades) -> str:
    return f"--accent:{shades.accent};--tint:{shades.tint};--on-accent:{shades.on_accent};"


def favicon(svg: str, site: SiteConfig) -> str:
    """Return the favicon that all guides share, in the color of this one."""
    return svg.replace(ACCENT, site.colors.accent) if site.colors else svg


def favicon_address(site: SiteConfig, folder: str) -> str:
    """Return the address of the icon in the browser tab: a square logo, or else the favicon of all guides."""
    return _logo_address(site.logo, folder) if site.logo and site.logo.is_square else f"{folder}/favicon.svg"


def theme_context(site: SiteConfig, folder: str) -> dict[str, object]:
    """Return what the templates of the theme need about the logo; `folder` is the folder of all assets."""
    logo = site.logo
    if not logo:
        return {"icon_type": SVG}
    size = {"width": round(LOGO_HEIGHT * logo.ratio), "height": LOGO_HEIGHT}
    return {
        "logo": {"file": _logo_address(logo, folder), **size, "wide": not logo.is_square},
        "icon_type": PNG if logo.is_square and logo.kind == "png" else SVG,
    }


def _logo_address(logo: Logo, folder: str) -> str:
    return f"{folder}/logo.{logo.kind}"
