"""The benchmarks work, without measuring: the guides they make, their tables and their chart."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.project import Project
from tests.support.paths import ROOT
from tests.support.proofread import proofread

sys.path.insert(0, str(ROOT / "bench"))

import benchmarks
import chart
import engines
import guides
import sheets
import shipped
import speed
import targets
from measuring import Contender, Failed, Series, ratio, rounds, run
from results import FILE, Conditions, Results, Runs, load, save

CONDITIONS = Conditions(
    "2026-11-22", "python bench/speed.py", 3, "abc", "A processor", 2, 8.0, {"mkdocs": "1.6.1"}
)


def series(seconds: float, megabytes: float | None = None, output: dict[str, float] | None = None) -> Series:
    """Return three runs, the second one in a slow minute; two cores are busy."""
    runs = [seconds, seconds * 2, seconds]
    return Series(runs, [2 * one for one in runs], megabytes, output or {})


def results() -> Results:
    found = Results()
    for count, plain, cold in ((100, 1.0, 0.5), (1000, 10.0, 5.0), (3000, 30.0, 19.0)):
        found.builds[count] = Runs(
            CONDITIONS,
            {
                "plain": series(plain, 40.0, {"pages": count, "page": 44.0, "megabytes": 57.0}),
                "cold": series(cold, 80.0),
                "edit": series(0.3, 81.0),
                "unchanged": series(0.05, 30.0),
            },
        )
    found.served[100] = Runs(CONDITIONS, {"ours": Series([0.61, 0.62, 0.63])})
    sheets = {
        "ours-one": (0.5, 1),
        "ours-plain": (1.0, 8),
        "weasyprint-one": (0.8, 1),
        "weasyprint-plain": (2.5, 8),
    }
    found.sheets = Runs(CONDITIONS, {name: series(s, 90.0, {"pdfs": n}) for name, (s, n) in sheets.items()})
    clones = {"now-nothing": 9, "now-ready": 3, "before-nothing": 20, "before-ready": 5, "check": 0.3}
    found.shipped = Runs(
        CONDITIONS,
        {name: series(s, 90.0, {"lines": 100 if "before" in name else 90}) for name, s in clones.items()},
    )
    return found


def row(table: str, label: str) -> list[str]:
    (line,) = (line for line in table.splitlines() if line.startswith(f"| {label}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_a_guide_of_ten_has_no_errors_and_no_warnings(tmp_path: Path) -> None:
    guides.write(tmp_path, 10)
    guide, warnings = proofread(Project.at(tmp_path))
    assert not warnings
    assert (len(guide.principles), len(guide.checklists), len(guide.worksheets)) == (10, 1, 1)


def test_the_same_size_gives_the_same_guide(tmp_path: Path) -> None:
    for name, count in (("one", 11), ("again", 11), ("larger", 12)):
        guides.write(tmp_path / name, count)
    files = {
        name: {
            path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.yml")
        }
        for name in ("one", "again", "larger")
    }
    assert files["one"] == files["again"]
    assert files["larger"].keys() - files["one"].keys() == {
        Path("content/principles", f"{guides.topic(11).id}.yml")
    }


def test_every_principle_has_a_unique_name_up_to_the_largest_guide(tmp_path: Path) -> None:
    assert len({guides.topic(number).id for number in range(guides.MOST)}) == guides.MOST
    with pytest.raises(ValueError, match="from 2 to 6000"):
        guides.write(tmp_path, guides.MOST + 1)


def test_every_principle_has_one_text_and_one_title_to_edit_again_and_again(tmp_path: Path) -> None:
    guides.write(tmp_path, 30)
    for file in (tmp_path / "content/principles").iterdir():
        for what in (engines.TEXT, engines.TITLE):
            for number in (100, 101):
                words = engines.edit(file, number, what)
            assert file.read_text("utf-8").count(words) == 1 + (what is engines.TITLE)
        assert "100 minutes" not in file.read_text("utf-8")


def test_rounds_take_turns_and_the_first_is_not_timed(tmp_path: Path) -> None:
    order: list[str] = []
    command = [sys.executable, "-I", "-S", "-c", ""]
    contenders = [Contender(name, command, tmp_path, partial(order.append, name)) for name in ("a", "b")]
    found = rounds(contenders, 2, lambda words: None)
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert all(len(series.seconds) == 2 and (series.megabytes or 0) > 1 for series in found.values())


def test_cpu_seconds_include_a_child_that_was_killed_and_one_that_outlived_its_parent(tmp_path: Path) -> None:
    work = "while time.process_time() < 0.2: pass"
    outlives = f"import os, time\nif os.fork(): os._exit(0)\n{work}"
    killed = f"import os, time\nif not os.fork():\n {work}\n os.kill(os.getpid(), 9)\nos.wait()"
    for code in (outlives, killed):
        done = run(Contender("parent", [sys.executable, "-I", "-S", "-c", code], tmp_path))
        assert done.cpu >= 0.2


def test_an_optional_program_that_is_missing_is_left_out_with_a_reason(tmp_path: Path) -> None:
    reported: list[str] = []
    working = Contender("a", [sys.executable, "-I", "-S", "-c", ""], tmp_path)
    missing = Contender("b", ["there-is-no-such-program"], tmp_path, optional=True)
    assert rounds([working, missing], 1, reported.append).keys() == {"a"}
    assert any("b is left out" in words and "there-is-no-such-program" in words for words in reported)


def test_a_failing_command_is_reported_with_its_output(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", "-c", "raise SystemExit('no paper')"]
    with pytest.raises(Failed, match="no paper"):
        run(Contender("printer", command, tmp_path))


def test_a_measurement_that_fails_leaves_the_saved_results_as_they_were(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def contenders(report: Callable[[str], None]) -> list[Contender]:
        raise Failed("no paper")

    def measured(report: Callable[[str], None]) -> list[Contender]:
        return [Contender("a", [sys.executable, "-I", "-S", "-c", ""], ROOT)]

    saved = FILE.read_bytes()
    for module, made in ((sheets, measured), (shipped, contenders)):
        monkeypatch.setattr(module, "contenders", made)
        monkeypatch.setattr(module, "output", lambda name: {})
    monkeypatch.setattr(sys, "argv", ["speed.py", "--only", "sheets", "shipped", "--rounds", "1"])
    with pytest.raises(SystemExit, match="no paper"):
        speed.main()
    assert "round 1 of 1: a" in capsys.readouterr().err
    assert FILE.read_bytes() == saved


def test_a_ratio_compares_runs_of_the_same_round() -> None:
    assert ratio([1.0, 20.0, 3.0], [2.0, 40.0, 4.0]) == 0.5


def test_tables_show_seconds_ratios_and_what_is_missing() -> None:
    tables = benchmarks.tables(results())
    assert row(tables["builds"], "**this program**, cold")[1:] == [
        "0.50 (0.50)",
        "5.00 (0.50)",
        "19.0 (0.63)",
    ]
    assert row(tables["cpu"], "**this program**, cold")[1:] == ["1.00 (0.50)", "10.0 (0.50)", "38.0 (0.63)"]
    assert row(tables["sheets"], "WeasyPrint")[1:] == ["8", "2.50", "0.80", "0.243", "0.486", "90"]
    assert row(tables["shipped"], "From nothing |")[1:] == ["9.00", "18.0", "90"]
    assert "Zensical" not in tables["builds"]
    empty = benchmarks.tables(Results())
    assert empty.keys() == tables.keys()
    assert empty["builds"] == benchmarks.NOT_YET
    assert "not measured yet" in empty["targets"]


def test_a_target_is_met_or_names_its_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    obstacles = tmp_path / "obstacles.yml"
    obstacles.write_text("served-100: The watcher sleeps.\n", "utf-8")
    monkeypatch.setattr(targets, "OBSTACLES", obstacles)
    table = targets.table(results())
    assert row(table, "Cold, 100: time")[2:] == ["0.50", "yes", ""]
    assert row(table, "Cold, 1,000: CPU")[2:] == ["0.50", "yes", ""]
    assert row(table, "Cold, 1,000: time")[2:] == ["0.50", "**no**", "Not looked into yet."]
    assert row(table, "Seconds until an edit is served, 100")[2:] == [
        "0.620",
        "**no**",
        "The watcher sleeps.",
    ]
    assert row(table, "Seconds until an edit is served, 3,000")[2:] == ["", "not measured yet", ""]
    assert row(table, "Each further sheet")[2] == "0.143"
    assert row(table, "All paper")[2] == "0.40"
    assert row(table, "Lines in generator/")[2] == "0.90"


def test_results_are_saved_unchanged(tmp_path: Path) -> None:
    save(results(), tmp_path / "results.json")
    assert load(tmp_path / "results.json") == results()
    assert load(tmp_path / "none.json") == Results()


def test_the_document_has_a_place_for_every_table_and_keeps_its_text(tmp_path: Path) -> None:
    document, picture = tmp_path / "benchmarks.md", tmp_path / "speed.svg"
    document.write_text(benchmarks.DOCUMENT.read_text("utf-8"), "utf-8")
    benchmarks.write(results(), document, picture)
    once = document.read_text("utf-8")
    assert "| 0.50 (0.50) |" in once
    assert once.startswith("# How fast it is")
    benchmarks.write(results(), document, picture)
    assert document.read_text("utf-8") == once


def test_names_in_the_chart_keep_their_distance_and_stay_inside() -> None:
    found = results()
    for name in ("zensical", "eleventy", "hugo"):
        for runs in found.builds.values():
            runs.series[name] = Series([0.05])
    root = ElementTree.fromstring(chart.draw(found))
    names = [e for e in root.iter("{http://www.w3.org/2000/svg}text") if e.get("class", "").startswith("n ")]
    heights = sorted(float(name.get("y", "0")) for name in names)
    assert len(heights) == 7
    assert all(below - above >= chart.GAP - 0.1 for above, below in pairwise(heights))
    assert heights[0] >= chart.TOP
    assert heights[-1] <= chart.HEIGHT


def test_the_document_and_the_chart_show_the_saved_results(tmp_path: Path) -> None:
    document, picture = tmp_path / "benchmarks.md", tmp_path / "speed.svg"
    document.write_text(benchmarks.DOCUMENT.read_text("utf-8"), "utf-8")
    benchmarks.write(load(), document, picture)
    assert document.read_text("utf-8") == benchmarks.DOCUMENT.read_text("utf-8")
    assert picture.read_text("utf-8") == benchmarks.CHART.read_text("utf-8")
