"""`advice schema`: writes JSON Schemas, with which editors complete, explain and check while authors type.

They're made from the classes of the records; the descriptions are the docstrings of their fields. They find
less than `advice check`: no schema can compare two fields, or two files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from generator.cli.terminal import project_option, reporting_errors, say
from generator.engine.files import write_atomically
from generator.load.loader import read_own_kinds
from generator.model.descriptions import description_of
from generator.model.fields import Slug
from generator.model.guide import KINDS, SINGLE_PAGES
from generator.model.language import LanguageSettings
from generator.model.own_kinds import OwnKind, OwnRecord, outline_with
from generator.model.record import Record
from generator.model.settings import SiteConfig
from generator.model.source import Source
from generator.project import Project, relative_to_cwd

FOLDER = "schemas"
"""Where the schemas are in a guide's folder."""
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The version that the YAML language server supports best."""


@click.command("schema")
@project_option
def command(folder: Path) -> None:
    """Write schemas that help editors complete and check YAML.

    They go into the folder schemas/ of the guide.
    """
    with reporting_errors():
        project = Project.at(folder)
        files = write_atomically(schemas(read_own_kinds(project)), project.root)
    say(f"Wrote {len(files)} schemas to {relative_to_cwd(project.root / FOLDER)}.")


def schemas(own: tuple[type[OwnRecord], ...] = ()) -> dict[str, bytes]:
    """Return a schema for every kind of file that authors write, by its path in a guide's folder.

    `own` are the kinds that the guide adds.
    """
    models: dict[str, type[BaseModel]] = {kind.word: kind for kind in (*KINDS, *own)}
    models.update(SINGLE_PAGES, guide=outline_with(own), site_config=SiteConfig, kind=OwnKind)
    models["language"] = LanguageSettings
    made = {name: _schema(model) for name, model in models.items()} | {"sources": _sources()}
    return {
        f"{FOLDER}/{name}.json": (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
        for name, schema in made.items()
    }


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(schema_generator=_Schema)
    if issubclass(model, Record | Source):
        # It's the name of the file, or that of the block.
        del schema["properties"]["id"]
        schema["required"].remove("id")
    return {"$schema": DIALECT, **schema}


def _sources() -> dict[str, Any]:
    """Return the schema of content/sources.yml, which lists works by their IDs."""
    source = _schema(Source)
    del source["$schema"]
    return {
        "$schema": DIALECT,
        "description": "The works that the advice is based on, by their IDs.",
        "type": "object",
        "propertyNames": {"pattern": Slug.pattern, "maxLength": Slug.longest},
        "additionalProperties": source,
        "minProperties": 1,
    }


class _Schema(GenerateJsonSchema):
    """pydantic's own generator, without what our files don't have: null, and titles made from names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = self.generate_inner(schema["schema"])
        default = schema.get("default")
        return {**made, "default": default} if isinstance(default, str | int) else made

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("title", None)
        cls = schema["cls"]
        for name, field in cls.model_fields.items():
            inner = made["properties"][field.alias]
            if description := description_of(cls, name):
                # JSON Schema ignores everything next to a “$ref”.
                inner = {"allOf": [inner]} if "$ref" in inner else inner
                made["properties"][field.alias] = {"description": description, **inner}
        return made
