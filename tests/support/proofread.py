"""Reads a whole guide, with the rules and the wording, as a build does."""

from __future__ import annotations

from generator.check.check import adding_warnings, check, warnings
from generator.load.loader import load
from generator.load.translation import with_translations
from generator.model.guide import Guide
from generator.problems import Problem
from generator.project import Project


def proofread(project: Project) -> tuple[Guide, tuple[Problem, ...]]:
    """Return the guide of `project` and its warnings; raises `ContentError` with both errors and warnings.

    A build looks for warnings in another process, which would have to read the dictionaries each time.
    """
    draft = with_translations(load(project), project)
    found = warnings(draft)
    with adding_warnings(lambda: found):
        return check(draft), found
