"""The typefaces of the guide as small files for browsers, which come with the program.

They're the same as on printed worksheets: Atkinson Hyperlegible for text, and Source Serif 4 for headings.
"""

from __future__ import annotations

from generator.paper.typefaces import OTHERS, letters_of
from generator.project import FONTS

FILES = FONTS / "web"
"""Cut to the letters that pages need; `generator/fonts/README.md` says how."""
USUAL = ("text-400", "text-700", "serif-600")


def web_fonts(language: str) -> dict[str, bytes]:
    """Return the fonts for a site in `language` by address."""
    files = {name: name for name in USUAL}
    if code := letters_of(language):
        weights = (400, 600, 700) if OTHERS[code].in_serif else (400, 700)
        files |= {f"other-{weight}": f"{code}-{weight}" for weight in weights}
    return {
        f"assets/fonts/{name}.woff2": (FILES / f"{file}.woff2").read_bytes() for name, file in files.items()
    }


def font_faces(language: str) -> str:
    """Return the CSS for the letters of `language` that the usual fonts lack; empty if they have them.

    They join the families of the style sheet, so nothing else has to name them.
    """
    if not (code := letters_of(language)):
        return ""
    return "".join(
        f'@font-face{{font-family:"{family}";src:url(fonts/other-{weight}.woff2) format("woff2");'
        f"font-weight:{shown};font-display:swap;unicode-range:{OTHERS[code].characters}}}"
        for family, weight, shown in (
            ("Guide Text", 400, 400),
            ("Guide Text", 700, 700),
            ("Guide Headings", 600 if OTHERS[code].in_serif else 700, 600),
        )
    )
