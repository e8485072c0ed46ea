"""Features of worksheets that no story covers."""

from __future__ import annotations

import pytest

from generator.load.validate import validate
from generator.load.yaml_nodes import parse
from generator.model.worksheet import Worksheet
from generator.problems import ContentError
from tests.support.paths import ROOT

LANDSCAPE = (ROOT / "content/worksheets/contact-tracker.yml").read_text("utf-8")


def worksheet(line: str) -> Worksheet:
    text = LANDSCAPE.replace("landscape: yes", line)
    return validate(parse(f"id: contact-tracker\n{text}".encode(), "sheet.yml"), Worksheet)


@pytest.mark.parametrize("field", ["landscape", "turned"])
def test_landscape_can_have_the_name_from_earlier_versions(field: str) -> None:
    assert worksheet(f"{field}: yes").landscape
    assert not worksheet(f"{field}: no").landscape
    assert worksheet(f"{field}: yes").model_dump(by_alias=True)["turned"] is True  # as in guide.json


def test_an_error_in_the_earlier_name_is_reported_at_its_line() -> None:
    with pytest.raises(ContentError) as raised:
        worksheet("turned: maybe")
    line = f"id: contact-tracker\n{LANDSCAPE}".split("\n").index("landscape: yes") + 1
    assert [(problem.location.line, problem.rule) for problem in raised.value.problems] == [
        (line, "not-yes-or-no")
    ]
