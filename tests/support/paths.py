"""Where the repository, its tests and the small guide of the tests are."""

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
REAL_URL = "https://networking-guide.internal/"
"""Where the guide of this repository would be published; its settings have a placeholder."""
GUIDE = TESTS / "guide"
"""A small guide on another subject than the shipped one."""
NODE = TESTS / "node"
