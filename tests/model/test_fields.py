"""Addresses are accepted as people write them, and refused with the true reason."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from generator.model.fields import SiteUrl, Url
from generator.model.source_text import SourceText


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("https://x.example:1/", "https://x.example:1/"),
        ("https://x.example:65535/", "https://x.example:65535/"),
        ("http://localhost:8000/guide", "http://localhost:8000/guide/"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://MÜNCHEN.example:8080/guide", "https://xn--mnchen-3ya.example:8080/guide/"),
        ("https://mu\u0308nchen.example", "https://xn--mnchen-3ya.example/"),
        ("https://straße.example", "https://xn--strae-oqa.example/"),
        ("https://日本語.example/", "https://xn--wgv71a119e.example/"),
        ("https://xn--mnchen-3ya.example/", "https://xn--mnchen-3ya.example/"),
    ],
)
def test_the_address_of_a_site_can_have_any_port_and_any_letters(typed: str, becomes: str) -> None:
    assert SiteUrl.parse(SourceText(typed)) == becomes


@pytest.mark.parametrize("port", ["0", "65536", "99999", "abc", "-1"])
@pytest.mark.parametrize("kind", [SiteUrl, Url])
def test_a_port_that_cannot_exist_is_the_reason(kind: type[Url], port: str) -> None:
    assert "port" in reason(kind, f"https://x.example:{port}/")["message"]
    assert "65535" in reason(kind, f"https://x.example:{port}/")["fix"]


@pytest.mark.parametrize("path", ["bücher/", "%C3%BC/", "?a", "#a"])
def test_a_path_with_other_letters_is_refused_and_the_letters_are_the_reason(path: str) -> None:
    assert "letters from a to z" in reason(SiteUrl, f"https://x.example/{path}")["fix"]


@pytest.mark.parametrize("host", ["a..b", ".", "[::1]", "u@ü.example", "ü_.example", "a.example:"])
def test_other_addresses_are_still_refused(host: str) -> None:
    assert reason(SiteUrl, f"https://{host}/")


def test_a_link_can_have_international_letters_everywhere() -> None:
    assert Url.parse(SourceText("https://münchen.example:8080/straße?q=ü#ä"))


def reason(kind: type[Url], typed: str) -> dict[str, str]:
    with pytest.raises(PydanticCustomError) as error:
        kind.parse(SourceText(typed))
    return dict(error.value.context or {})
