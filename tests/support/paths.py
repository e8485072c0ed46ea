"""Where the repository, its tests and the small guide of the tests are."""

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
GUIDE = TESTS / "guide"
"""A small guide on another subject than the shipped one."""
NODE = TESTS / "node"
