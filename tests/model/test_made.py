"""Records of a guide's own kinds, and of kinds with other names, reach processes that aren't forks."""

from __future__ import annotations

import pickle
import subprocess
import sys

from generator.build import load_checked
from generator.project import Project
from tests.support.paths import ROOT, TESTS

READ = """
import pickle, sys
guide = pickle.load(sys.stdin.buffer)
print(type(guide.outline).__mro__[1].__name__)
for record in guide.records():
    print(record.address, record.title)
"""


def test_a_guide_comes_back_with_the_same_classes() -> None:
    guide = load_checked(Project.at(TESTS / "tenants"))
    back = pickle.loads(pickle.dumps(guide))
    assert [type(record) for record in back.records()] == [type(record) for record in guide.records()]
    assert type(back.outline) is type(guide.outline)
    assert {"stories", "rights"} <= {record.address.partition("/")[0] for record in back.records()}


def test_another_process_makes_the_classes_again() -> None:
    guide = load_checked(Project.at(TESTS / "tenants"))
    command = [sys.executable, "-c", READ]
    done = subprocess.run(command, cwd=ROOT, input=pickle.dumps(guide), capture_output=True, check=True)
    expected = ["GuideOutline", *(f"{record.address} {record.title}" for record in guide.records())]
    assert done.stdout.decode().splitlines() == expected
