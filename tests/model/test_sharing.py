"""The sites that can show a guide are written as browsers compare them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from generator.model.sharing import LONGEST, Embed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://courses.example.edu/", "https://courses.example.edu"),
        ("https://courses.example.edu:8443", "https://courses.example.edu:8443"),
        ("https://*.example.edu", "https://*.example.edu"),
        ("https://kurse.münchen.example", "https://kurse.xn--mnchen-3ya.example"),
        ("http://localhost:8001", "http://localhost:8001"),
    ],
)
def test_a_site_is_a_host_and_perhaps_a_port(typed: str, meant: str) -> None:
    assert Embed.model_validate({"allowed": [typed]}).ancestors == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("https://a.example.edu; script-src *", "https://a.example.edu 'self'", "'self'", "https:", "*"),
        *("https://*", "https://*.edu:443", "https://*.*.edu", "https://u:p@a.example", "javascript:1//"),
        *("https://[::1", "https://a.example:x", "//a.example", "https://", 'https://a.example"', "data:"),
    ],
)
def test_nothing_else_gets_into_the_policy(typed: str) -> None:
    with pytest.raises(ValidationError):
        Embed.model_validate({"allowed": [typed]})


def test_sites_fit_into_a_header() -> None:
    sites = [f"https://n{number}.example.edu" for number in range(LONGEST // 20)]
    with pytest.raises(ValidationError, match="some hosts can only send"):
        Embed.model_validate({"allowed": sites})
    assert len(Embed.model_validate({"allowed": sites[:40]}).ancestors) <= LONGEST
