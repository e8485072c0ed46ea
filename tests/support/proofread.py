"""Reads a whole guide, with the rules and the wording, as a build does."""

from __future__ import annotations

from generator.build import load_and_proofread
from generator.check.check import adding_warnings, check
from generator.model.guide import Guide
from generator.problems import Problem
from generator.project import Project


def proofread(project: Project) -> tuple[Guide, tuple[Problem, ...]]:
    """Return the guide of `project` and its warnings; raises `ContentError` with both errors and warnings."""
    draft, warnings = load_and_proofread(project)
    with adding_warnings(warnings):
        return check(draft), warnings()
