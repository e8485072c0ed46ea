"""Classes that are made from what a guide says, such as its own kinds.

Where there are no forks, another process gets records with the names of their classes. It couldn't look these
up, so it makes them again, from the same `recipe`.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel


class MadeModel(type(BaseModel)):  # type: ignore[misc]
    """The class of such classes of records and blocks."""

    recipe: tuple[Callable[..., Any], tuple[Any, ...]]
    """The function that makes it, and what it takes. It has to return the same class every time."""


class MadeText(type):
    """The class of such types of texts."""

    recipe: tuple[Callable[..., Any], tuple[Any, ...]]
    """As that of `MadeModel`."""


def _recipe(made: MadeModel | MadeText) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return made.recipe


copyreg.pickle(MadeModel, _recipe)
copyreg.pickle(MadeText, _recipe)
