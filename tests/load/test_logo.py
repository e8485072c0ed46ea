"""A logo can be a small drawing or picture that does nothing. Stories cover refused logos as well."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from generator.load.logo import LARGEST, read
from generator.model.brand import Logo
from generator.problems import ContentError
from tests.support.drawings import DANGEROUS

OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10">'
)


def drawn(inside: str) -> Logo:
    return read(Logo("logo.svg"), f"{OPEN}{inside}</svg>".encode())


def png(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGBA", (width, height), "teal").save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9v9z" style="fill: #0b5a58"/>',
        '<defs><linearGradient id="a"/></defs><path fill="url(#a)" d="M0 0h9z"/>',
        '<style>.a { fill: url("#b") }</style><use xlink:href="#c"/>',
        "<title>North</title><desc>Our mark</desc>",
    ],
)
def test_a_plain_drawing_is_accepted_with_its_shape(inside: str) -> None:
    logo = drawn(inside)
    assert logo.ratio == 2
    assert inside in logo.drawing


@pytest.mark.parametrize("inside", DANGEROUS)
def test_dangerous_drawings_are_refused(inside: str) -> None:
    with pytest.raises(ContentError) as reported:
        drawn(inside)
    assert {problem.rule for problem in reported.value.problems} == {"bad-logo"}


def test_a_picture_is_accepted_and_becomes_a_drawing_for_paper() -> None:
    logo = read(Logo("logo.png"), png(120, 60))
    assert logo.ratio == 2
    assert 'href="data:image/png;base64,' in logo.drawing
    assert not logo.is_square
    assert read(Logo("logo.png"), png(64, 60)).is_square


@pytest.mark.parametrize(
    ("name", "data", "reported"),
    [
        ("logo.png", png(20, 20), "20 × 20 pixels"),
        ("logo.png", png(2200, 1100), "2200 × 1100 pixels"),
        ("logo.png", png(60, 60)[:90], "a valid PNG"),
        ("logo.png", b"GIF89a", "a valid PNG"),
        ("logo.png", b"x" * (LARGEST["png"] + 1), "200 kB"),
        ("logo.svg", b"<html/>", "an SVG"),
        ("logo.svg", b"", "a valid SVG"),
        ("logo.svg", OPEN.encode() + b" " * LARGEST["svg"] + b"</svg>", "60 kB"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 x y"/>', "size"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 90"/>', "doesn’t fit"),
        ("logo.svg", f"{OPEN}</svg>".encode("utf-16"), "isn’t saved as UTF-8"),
        ("logo.svg", f'<?xml-stylesheet href="x.css"?>{OPEN}</svg>'.encode(), "outside itself"),
        ("logo.svg", OPEN.replace(">", ' width="0">').encode() + b"</svg>", "size"),
    ],
)
def test_an_unusable_logo_is_reported_with_the_reason(name: str, data: bytes, reported: str) -> None:
    with pytest.raises(ContentError) as error:
        read(Logo(name), data)
    assert reported in " ".join(problem.message for problem in error.value.problems)


def test_a_drawing_without_a_view_box_gets_its_shape_from_its_size() -> None:
    assert (
        read(
            Logo("logo.svg"), OPEN.replace("viewBox=", "width='30px' height='10' id=").encode() + b"</svg>"
        ).ratio
        == 3
    )


def test_an_animated_picture_is_refused() -> None:
    data = io.BytesIO()
    first, second = (Image.new("RGB", (60, 60), color) for color in ("teal", "red"))
    first.save(data, "PNG", save_all=True, append_images=[second])
    with pytest.raises(ContentError, match="it moves"):
        read(Logo("logo.png"), data.getvalue())
