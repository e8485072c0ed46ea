"""What authors may write, as JSON Schema, for editors that complete, explain and underline while one types.

The schemas are made from the records themselves; what they explain is what stands below the fields there.
They know less than `advice check`: nothing of what lies between two fields, or between two files.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from generator.model.fields import Slug
from generator.model.guide import KINDS, SINGLE_PAGES, GuideOutline
from generator.model.record import Record
from generator.model.settings import SiteConfig
from generator.model.source import Source

FOLDER = "schemas"
"""Where they lie in the folder of a guide."""
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that the language server for YAML reads best."""
WHEREVER = {
    "id": "Its id: an anchor, and the key of what readers keep. It is permanent; only words may change.",
    "title": "The heading.",
    "also": "Other words under which people look for it.",
    "from": "Ids of the works in content/sources.yml on which this rests.",
    "kind": "What kind of part this is; its other fields depend on it.",
    "summary": "One or two sentences below the title, in lists and in search engines.",
}
"""What a field means that has the same name and sense in many blocks."""


def schemas() -> dict[str, bytes]:
    """Return a schema for every kind of file that authors write, by path in the folder of a guide."""
    records: dict[str, type[BaseModel]] = {kind.word: kind for kind in KINDS}
    models: dict[str, type[BaseModel]] = {
        **records,
        **SINGLE_PAGES,
        "guide": GuideOutline,
        "site_config": SiteConfig,
    }
    made = {name: _schema(model) for name, model in models.items()}
    made["sources"] = _sources()
    return {f"{FOLDER}/{name}.json": _text(schema) for name, schema in made.items()}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(schema_generator=_Schema)
    if issubclass(model, Record):
        # The name of the file is the id.
        del schema["properties"]["id"]
        schema["required"].remove("id")
    return {"$schema": DIALECT, **schema}


def _sources() -> dict[str, Any]:
    """Return the schema of content/sources.yml, in which each work stands under its id."""
    source = _schema(Source)
    del source["$schema"], source["properties"]["id"]
    source["required"].remove("id")
    return {
        "$schema": DIALECT,
        "description": "The works on which the advice rests, each under its id.",
        "type": "object",
        "propertyNames": {"pattern": Slug.pattern, "maxLength": Slug.longest},
        "additionalProperties": source,
        "minProperties": 1,
    }


def _text(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


class _Schema(GenerateJsonSchema):
    """pydantic's own, without what our files do not know: null, and titles made from names."""

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
        meanings = _meanings(cls)
        for name, field in cls.model_fields.items():
            written = made["properties"][field.alias]
            if meaning := meanings.get(name) or WHEREVER.get(field.alias or ""):
                # Beside a reference nothing else is read.
                inner = {"allOf": [written]} if "$ref" in written else written
                made["properties"][field.alias] = {"description": meaning, **inner}
        return made


def _meanings(cls: type[BaseModel]) -> dict[str, str]:
    """Return what stands below each field in the source of `cls` and of the classes that it extends."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            found |= _below(ast.parse(dedent(inspect.getsource(base))).body[0])
    return found


def _below(definition: ast.stmt) -> Iterator[tuple[str, str]]:
    """Yield the name of each field of a class, and the text that stands below it."""
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match text:
                case ast.Expr(ast.Constant(str(meaning))):
                    yield field.target.id, " ".join(inspect.cleandoc(meaning).split())
