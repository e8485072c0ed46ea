"""The speed we want, and whether we have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from measuring import Series, ratio
from results import Results

OBSTACLES = Path(__file__).with_name("obstacles.yml")
"""What keeps a target from being met, by its name; written by people who looked."""
LINEAR = 1.25
"""How many times as long each further page can take beyond 1,000 as before: linear, with room for noise."""


@dataclass(frozen=True, slots=True)
class Target:
    """One goal, as a number that should be small."""

    name: str
    goal: str
    most: float
    found: Callable[[Results], float | None]
    """None if it isn't measured yet."""
    digits: int = 2


def table(results: Results) -> str:
    """Return all targets as a table in Markdown."""
    return "\n".join(
        [
            "| Target | At most | Measured | Met | Why not |",
            "| --- | ---: | ---: | --- | --- |",
            *_rows(results),
        ]
    )


def _rows(results: Results) -> Iterator[str]:
    obstacles: dict[str, str] = yaml.safe_load(OBSTACLES.read_text("utf-8")) or {}
    for target in TARGETS:
        found = target.found(results)
        most = f"{target.most:g}"
        if found is None:
            yield f"| {target.goal} | {most} | | not measured yet | |"
        elif found <= target.most:
            yield f"| {target.goal} | {most} | {found:.{target.digits}f} | yes | |"
        else:
            way = obstacles.get(target.name, "Not looked into yet.")
            yield f"| {target.goal} | {most} | {found:.{target.digits}f} | **no** | {way} |"


def further(every: Series, one: Series) -> float:
    """Return the seconds for each further sheet: the extra time of all, divided by how many more they are."""
    return (every.median - one.median) / (every.output["pdfs"] - one.output["pdfs"])


def _relative_to_plain(name: str, count: int) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        series = results.builds[count].series if count in results.builds else {}
        return ratio(series[name], series["plain"]) if name in series and "plain" in series else None

    return found


def _growth(results: Results) -> float | None:
    times = {
        count: runs.series["cold"].median for count, runs in results.builds.items() if "cold" in runs.series
    }
    if not {100, 1000, 3000} <= times.keys():
        return None
    return ((times[3000] - times[1000]) / 2000) / ((times[1000] - times[100]) / 900)


def _memory(results: Results) -> float | None:
    held = [
        series.megabytes
        for runs in results.builds.values()
        for name, series in runs.series.items()
        if name in ("cold", "edit", "unchanged") and series.megabytes
    ]
    return max(held, default=None)


def _unchanged(results: Results) -> float | None:
    found = [runs.series["unchanged"] for runs in results.builds.values() if "unchanged" in runs.series]
    return max((series.median for series in found), default=None)


def _served(results: Results) -> float | None:
    return results.served[100].series["ours"].median if 100 in results.served else None


def _sheet(results: Results) -> float | None:
    series = results.sheets.series if results.sheets else {}
    return further(series["ours-plain"], series["ours-one"]) if series else None


def _relative_to_weasyprint(name: str, other: str = "weasyprint-plain") -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        series = results.sheets.series if results.sheets else {}
        return ratio(series[name], series[other]) if {name, other} <= series.keys() else None

    return found


TARGETS = (
    Target("cold-100", "A cold build of 100, compared to MkDocs", 0.6, _relative_to_plain("cold", 100)),
    Target("cold-1000", "A cold build of 1,000, compared to MkDocs", 0.45, _relative_to_plain("cold", 1000)),
    Target("linear", "Each page from 1,000 to 3,000, compared to each from 100 to 1,000", LINEAR, _growth),
    Target("memory", "MB of memory with finished sheets, any size", 250, _memory, digits=0),
    Target("unchanged", "Seconds for a build with nothing changed, any size", 0.1, _unchanged),
    Target(
        "edit-1000",
        "A build of 1,000 after one edit, compared to MkDocs",
        0.1,
        _relative_to_plain("edit", 1000),
    ),
    Target("served-100", "Seconds until an edit is served, of 100", 0.5, _served),
    Target("sheet", "Seconds for each further sheet", 0.08, _sheet, digits=3),
    Target("sheets", "The same sheets, compared to WeasyPrint", 0.33, _relative_to_weasyprint("ours-plain")),
    Target(
        "editions",
        "All editions on all papers, compared to WeasyPrint’s one",
        0.33,
        _relative_to_weasyprint("ours-all"),
    ),
)
