"""The block `mkdocs` in site_config.yml: settings of MkDocs and Material that a place may add, and no others.

The rest of what they can be told is this program's own business, or would break what readers are promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Literal, Self
from urllib.parse import quote

from pydantic import ConfigDict, GetCoreSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from generator.load.validate import validate
from generator.load.yaml_nodes import YamlMapping
from generator.model.fields import Language, Text, Title, Url, mistake
from generator.model.record import Block
from generator.model.source_text import SourceText
from generator.problems import ContentError, Location, Problem, Problems, did_you_mean


class Setting(Block):
    """A block of settings, named as MkDocs names them."""

    model_config = ConfigDict(alias_generator=lambda name: name)


class Social(Setting):
    """Another place where readers find whoever publishes the guide."""

    name: Title
    """What the place is called."""
    link: Url
    """Its address."""
    icon: Title | None = None
    """A picture that comes with Material, such as fontawesome/brands/mastodon."""


class Alternate(Setting):
    """The same guide in another language, published elsewhere."""

    name: Title
    """What the language calls itself: Español."""
    link: Url
    """Where it is."""
    lang: Language
    """The language, in two letters."""


class Icons(Setting):
    """Which pictures stand where."""

    repo: Title | None = None
    """Beside the link to the repository."""


class Theme(Setting):
    """Settings of the theme."""

    features: tuple[Literal["navigation.top", "search.highlight"], ...] = ()
    """A button that leads back to the top; marks on what somebody searched for."""
    icon: Icons = Icons()
    """Pictures that come with Material."""


class Extra(Setting):
    """What templates are told."""

    social: tuple[Social, ...] = ()
    """Other places where readers find whoever publishes the guide."""
    alternate: tuple[Alternate, ...] = ()
    """The same guide in other languages."""


class Settings(Setting):
    """Everything that may be set."""

    copyright: Text | None = None
    """A line for the foot of every page."""
    repo_url: Url | None = None
    """Where the texts of the guide are kept."""
    repo_name: Title | None = None
    """The words of the link to it."""
    edit_uri: Text | None = None
    """What comes between the address of the repository and the path of a file, like edit/main/."""
    edit_uri_template: Text | None = None
    """A whole address with {path} in it, for repositories of another kind."""
    theme: Theme = Theme()
    """What Material can do more."""
    extra: Extra = Extra()
    """Lists of links for the foot of every page."""

    @model_validator(mode="after")
    def _leads_to_files(self) -> Self:
        if self.edit_uri and self.edit_uri_template:
            raise mistake("mkdocs-setting", "one of edit_uri and edit_uri_template is enough", "delete one")
        if self.edit_uri and not self.repo_url:
            fix = "add repo_url, the address of the repository"
            raise mistake("mkdocs-setting", "edit_uri says nothing without repo_url", fix)
        if address := self.edit_address("content/guide.yml"):
            Url.parse(address)
        return self

    def icons(self) -> Iterator[Title]:
        """Yield the pictures that are named."""
        yield from filter(None, (self.theme.icon.repo, *(social.icon for social in self.extra.social)))

    def edit_address(self, path: str) -> str | None:
        """Return where the file at `path` of the project can be changed; None when nothing says so."""
        path = quote(path)
        if self.edit_uri_template:
            address = self.edit_uri_template.replace("{path}", path).replace("{path!q}", quote(path, ""))
            return address.replace("{path_noext}", path.rpartition(".")[0])
        if self.repo_url and self.edit_uri:
            return f"{self.repo_url.rstrip('/')}/{self.edit_uri.strip('/')}/{path}"
        return None


OWN = {
    "site_name": "name",
    "site_url": "url",
    "site_description": "description",
    "site_author": "contact",
    "theme.language": "language",
    "theme.palette": "colors",
    "theme.logo": "logo",
    "theme.favicon": "logo",
    "theme.icon.logo": "logo",
    "extra.analytics": "analytics",
    "google_analytics": "analytics",
}
"""Settings that have a field of their own in site_config.yml, and its name."""
ELSEWHERE = {
    "nav": "the order of the pages stands in content/guide.yml",
    "plugins": "plugins could change pages after they were checked, or ask other sites for something",
    "hooks": "hooks are programs, and a guide is made of texts alone",
    "extra_css": "pages take their style from files of the program; the color of links is set in “colors”",
    "extra_javascript": "pages run no scripts but those that were checked with them",
    "extra_templates": "pages are laid out by the templates of the program",
    "markdown_extensions": "advice is written in fields, which need no extensions of Markdown",
    "mdx_configs": "advice is written in fields, which need no extensions of Markdown",
    "docs_dir": "the program decides where the pages lie while it works",
    "site_dir": "the folder of the site is named with --out",
    "use_directory_urls": "addresses are permanent, since printed codes lead to them",
    "remote_branch": "the program publishes into a folder; a host takes it from there",
    "theme.name": "pages, policy and tests are made for one theme",
    "theme.custom_dir": "a folder “templates” in the project takes the place of those of the program",
    "theme.font": "the typefaces come with the site, and are asked of nobody else",
    "extra.consent": "nothing is kept that readers would have to agree to",
    "extra.generator": "no page names the program",
    "extra.version": "a site holds one version of the guide",
    "INHERIT": "settings stand in this file alone",
}
"""Settings that may not be made here, and why."""


class MkDocs:
    """The block as it was written; `found` tells what is wrong in it, `values` what it comes to."""

    def __init__(self, block: YamlMapping) -> None:
        self.block = block

    @property
    def where(self) -> Location:
        """Where the block stands."""
        return self.block.where

    @classmethod
    def parse(cls, value: object) -> Self:
        """Take the block as it is; raises `PydanticCustomError` when it is none."""
        if not isinstance(value, YamlMapping):
            raise mistake(
                "wrong-shape",
                "a block of fields is wanted here",
                f"its fields are {', '.join(Settings.model_fields)}",
            )
        return cls(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse, json_schema_input_schema=handler.generate_schema(Settings)
        )

    def found(self) -> Problems:
        """Yield what may not be set, or not so."""
        refused = tuple(_refused(self.block, Settings))
        yield from refused
        if not refused:
            try:
                validate(self.block, Settings, "this block")
            except ContentError as error:
                yield from error.problems

    @property
    def settings(self) -> Settings:
        """What is set; raises `ContentError` for what `found` tells."""
        return validate(self.block, Settings)

    def values(self) -> dict[str, Any]:
        """Return the settings as MkDocs takes them, with every text escaped as its themes do not."""
        return {
            name: _plain(value) for name, value in self.settings.model_dump(exclude_defaults=True).items()
        }


def _refused(block: YamlMapping, model: type[Setting], before: str = "") -> Iterator[Problem]:
    for key, value in block.items():
        name = f"{before}{key}"
        inner = model.model_fields[key].annotation if key in model.model_fields else None
        if key not in model.model_fields:
            yield _refusal(key, name, list(model.model_fields))
        elif isinstance(inner, type) and issubclass(inner, Setting) and isinstance(value, YamlMapping):
            yield from _refused(value, inner, f"{name}.")


def _refusal(key: SourceText, name: str, possible: list[str]) -> Problem:
    rule, message = "mkdocs-setting", f"“{name}” cannot be set here"
    if name in OWN:
        return Problem(key.where, rule, message, f"set “{OWN[name]}” in this file, outside of “mkdocs”")
    if name in ELSEWHERE:
        return Problem(key.where, rule, f"{message}: {ELSEWHERE[name]}", "delete it")
    fix = did_you_mean(key, possible) or f"what can be set here is {', '.join(possible)}"
    return Problem(key.where, rule, f"{message}: nothing on the pages would come of it", fix)


def _plain(value: object) -> Any:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items() if inner is not None}
    return [_plain(inner) for inner in value] if isinstance(value, tuple | list) else value
