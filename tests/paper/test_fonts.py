"""The typefaces in the repository are the files that their read-me names, each with its license."""

from __future__ import annotations

import hashlib
import re

from generator.project import FONTS
from tests.support.loops import every


def test_each_typeface_is_the_file_it_was_taken_as() -> None:
    table = re.findall(r"^\| `(\S+)` .* `([0-9a-f]{64})` \|$", (FONTS / "README.md").read_text("utf-8"), re.M)
    found = {path.relative_to(FONTS).as_posix(): path for path in FONTS.rglob("*.ttf")}
    assert found.keys() == dict(table).keys()
    for name, digest in every(table):
        assert hashlib.sha256(found[name].read_bytes()).hexdigest() == digest, name


def test_each_has_its_license_next_to_it() -> None:
    for path in every(FONTS.rglob("*.ttf")):
        text = path.with_name("LICENSE.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
