"""What the brand of a guide changes among the files of its site: style, mark and logo."""

from __future__ import annotations

from generator.assets import Files
from generator.brand import ACCENT, Colors, Logo, Shades
from generator.contents import SiteConfig

STYLE = "assets/guide.css"
MARK = "assets/favicon.svg"
PNG, SVG = "image/png", "image/svg+xml"
HEIGHT = 40
"""Of a logo in the header, in pixels."""


def dressed(files: Files, site: SiteConfig) -> Files:
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
