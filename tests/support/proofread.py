"""Reads a whole guide, with the rules and the wording, as a build does."""

from __future__ import annotations

from functools import cache

from generator.build import load_and_proofread
from generator.check.check import adding_warnings, check
from generator.check.check import warnings as warnings_of
from generator.load.loader import load
from generator.model.guide import Guide
from generator.problems import Problem
from generator.project import Project
from tests.support.paths import GUIDE


@cache
def read_dictionaries() -> None:
    """Read them in this process, or each of the processes that proofread would read them again."""
    warnings_of(load(Project.at(GUIDE)))


def proofread(project: Project) -> tuple[Guide, tuple[Problem, ...]]:
    """Return the guide of `project` and its warnings; raises `ContentError` with both errors and warnings."""
    read_dictionaries()
    draft, warnings = load_and_proofread(project)
    with adding_warnings(warnings):
        return check(draft), warnings()
