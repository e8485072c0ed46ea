"""The links that the settings add to the footer, in mkdocs.yml."""

from __future__ import annotations

from importlib.resources import files

import pytest

from generator.model.fields import Url
from generator.model.settings import Repository
from generator.site import mkdocs_config
from generator.site.mkdocs_config import ICONS


def test_every_icon_comes_with_material() -> None:
    icons = files("material") / "templates/.icons"
    names = {*ICONS.values(), mkdocs_config.LINK, mkdocs_config.REPOSITORY}
    assert [name for name in sorted(names) if not (icons / f"{name}.svg").is_file()] == []


@pytest.mark.parametrize(
    ("url", "icon"),
    [
        ("https://github.com/north/guide", "fontawesome/brands/github"),
        ("https://www.linkedin.com/company/north", "fontawesome/brands/linkedin"),
        ("https://social.example/@north", mkdocs_config.LINK),
        # This host only ends with the name of another site.
        ("https://netflix.com/", mkdocs_config.LINK),
    ],
)
def test_the_host_of_an_address_decides_the_icon(url: str, icon: str) -> None:
    assert mkdocs_config.icon(Url(url), mkdocs_config.LINK) == icon


@pytest.mark.parametrize(
    ("repository", "edit_url"),
    [
        ({"url": "https://git.example/guide"}, None),
        (
            {"url": "https://git.example/guide", "edit": "-/edit/main"},
            "https://git.example/guide/-/edit/main/a/b%20c",
        ),
        (
            {"url": "https://git.example/guide/", "edit": "/edit/main/"},
            "https://git.example/guide/edit/main/a/b%20c",
        ),
    ],
)
def test_an_edit_link_leads_to_the_file(repository: dict[str, str], edit_url: str | None) -> None:
    assert Repository.model_validate(repository).edit_url("a/b c") == edit_url
