"""The schemas that editors use for the files that authors write."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from generator.cli.schema import schemas
from tests.support.paths import ROOT

NAMES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "schemas").iterdir())


@cache
def made() -> dict[str, bytes]:
    return schemas()


def blocks(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema.get("$defs", {}).values()]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_description(name: str) -> None:
    unexplained = [
        field
        for block in blocks(json.loads(made()[name]))
        for field, written in block.get("properties", {}).items()
        if not written.get("description")
    ]
    assert unexplained == []


def test_the_schemas_in_this_repository_are_current() -> None:
    saved = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "schemas").iterdir()}
    assert saved == made(), "run: advice schema"
