"""What the fields of records are for: the docstrings in the code of their classes.

Editors show them to authors, and catalogs to translators.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from sys import modules
from textwrap import dedent

from pydantic import BaseModel

COMMON_FIELDS = {
    "id": "Its ID: an anchor, and the key of what readers save. It’s permanent; only the texts can change.",
    "title": "The heading.",
    "also": "Other words that people search for.",
    "from": "IDs of the works in content/sources.yml that this is based on.",
    "kind": "What kind of part this is; its other fields depend on it.",
    "summary": "One or two sentences below the title, in lists and in search engines.",
}
"""Descriptions of fields that mean the same in many blocks."""


def description_of(cls: type[BaseModel], name: str) -> str:
    """Return what the field `name` of `cls` is for; empty if no one wrote it down."""
    return _docstrings(cls).get(name) or COMMON_FIELDS.get(cls.model_fields[name].alias or "", "")


@cache
def _docstrings(cls: type[BaseModel]) -> dict[str, str]:
    """Return the docstring of each field of `cls`; its own have priority over those of its base classes."""
    found = dict[str, str]()
    for base in reversed(cls.__mro__[: cls.__mro__.index(BaseModel)]):
        if getattr(modules[base.__module__], base.__name__, None) is base:  # else a file has the descriptions
            found.update(_own_docstrings(base))
    return found


@cache
def _own_docstrings(cls: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Return the same for the fields that `cls` itself defines. Reading a class from its file takes long."""
    definition = ast.parse(dedent(inspect.getsource(cls))).body[0]
    assert isinstance(definition, ast.ClassDef)
    pairs = pairwise(definition.body)
    return tuple(
        (field.target.id, " ".join(text.value.value.split()))
        for field, text in pairs
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    )
