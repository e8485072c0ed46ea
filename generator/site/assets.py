"""What lies in templates/site/assets and templates/site/theme, as readers fetch it.

Style sheets are joined, and neither they nor scripts carry the comments that only we read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import rcssmin
import rjsmin

from generator.model.brand import Logo
from generator.model.colors import ACCENT, Colors, Shades
from generator.model.settings import SiteConfig
from generator.problems import ContentError, Location, Problem
from generator.project import template_path

Files = dict[str, bytes]
"""Paths with forward slashes, and what stands there."""


def site_assets(folder: Path, made: Mapping[str, bytes] | None = None) -> Files:
    """Return the files of `folder` by their address on the site, the style sheets as two.

    `made` are more files, by their path in the folder, that the program writes.
    Those in a folder tools/ are for pages on which readers fill in or fetch something. They are joined in
    the order of their names. Raises `ContentError` as `files` does.
    """
    found = {**files(folder), **(made or {})}
    styles: dict[str, list[bytes]] = {"guide.css": [], "tools.css": []}
    for name in sorted(name for name in found if name.endswith(".css")):
        styles["tools.css" if "/tools/" in name else "guide.css"].append(found.pop(name))
    scripts = {name: rjsmin.jsmin(data) for name, data in found.items() if name.endswith(".js")}
    bundle_modules = {name: rcssmin.cssmin(b"\n".join(sheets)) for name, sheets in styles.items()}
    return {f"assets/{name}": data for name, data in {**found, **scripts, **bundle_modules}.items()}


def stamped(files: Files) -> tuple[str, Files]:
    """Return a folder of the site named for what is in `files`, and them with it in their addresses.

    Browsers may keep what lies there for good: when a file changes, all of them get a new address. They
    share one folder so that scripts that import one another, and fonts that a style names, never mix.
    """
    digest = hashlib.sha256()
    for address, data in sorted(files.items()):
        digest.update(f"{address}\0{len(data)}\0".encode() + data)
    folder = f"assets/{digest.hexdigest()[:8]}"
    return folder, {f"{folder}/{address.removeprefix('assets/')}": data for address, data in files.items()}


def files(folder: Path) -> Files:
    """Return what lies below `folder`, but for hidden files and editors' copies.

    Raises `ContentError` for a link that leads out of it, which would publish somebody's file.
    """
    if strays := [path for path in _below(folder) if not path.resolve().is_relative_to(folder.resolve())]:
        raise ContentError(
            Problem(
                Location(template_path(path)),
                "outside",
                "this is a link to a file outside the project",
                "put the file itself here",
            )
            for path in strays
        )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _below(folder)}


def _below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~")
    )


STYLE = "assets/guide.css"
MARK = "assets/favicon.svg"
PNG, SVG = "image/png", "image/svg+xml"
HEIGHT = 40
"""Of a logo in the header, in pixels."""


def branded(files: Files, site: SiteConfig) -> Files:
    """Return the assets of the site in its own colors, and with its logo."""
    changed = dict(files)
    if site.colors:
        changed[STYLE] += style(site.colors).encode()
        changed[MARK] = mark(changed[MARK].decode(), site).encode()
    if site.logo:
        changed[_address(site.logo)] = site.logo.data
    return changed


def style(colors: Colors) -> str:
    """Return the rules that set `colors` in place of ours, for the end of the style sheet."""
    day, night = colors.day, colors.night
    return (
        f"[data-md-color-scheme]{{{_tokens(day)}}}"
        f'[data-md-color-scheme="night"]{{{_tokens(night)}}}'
        f"@media print{{[data-md-color-scheme]{{{_tokens(day)}--tint:#ffffff}}}}"
    )


def mark(svg: str, site: SiteConfig) -> str:
    """Return the mark of every guide, drawn in `svg`, in the color of this one."""
    return svg.replace(ACCENT, site.colors.accent) if site.colors else svg


def told(site: SiteConfig, folder: str) -> dict[str, object]:
    """Return what the templates of the theme are told; the assets lie in `folder`."""
    logo = site.logo
    if not logo:
        return {"icon_type": SVG}
    size = {"width": round(HEIGHT * logo.ratio), "height": HEIGHT}
    return {
        "logo": {"file": _within(folder, logo), **size, "wide": not logo.is_square},
        "icon_type": PNG if logo.is_square and logo.kind == "png" else SVG,
    }


def icon(site: SiteConfig, folder: str) -> str:
    """Return the address of the picture that browsers show on a tab; a long logo could not be seen there."""
    return _within(folder, site.logo) if site.logo and site.logo.is_square else f"{folder}/favicon.svg"


def _tokens(shades: Shades) -> str:
    return f"--accent:{shades.accent};--tint:{shades.tint};--on-accent:{shades.on_accent};"


def _address(logo: Logo) -> str:
    return f"assets/logo.{logo.kind}"


def _within(folder: str, logo: Logo) -> str:
    return f"{folder}/logo.{logo.kind}"
