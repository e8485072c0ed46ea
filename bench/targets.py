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


def further(every: Series, one: Series, cpu: bool = False) -> float:
    """Return the seconds for each further sheet: the extra time of all, divided by how many more they are."""
    more = every.output["pdfs"] - one.output["pdfs"]
    return (every.median_cpu - one.median_cpu if cpu else every.median - one.median) / more


def _builds(results: Results, count: int) -> dict[str, Series]:
    return results.builds[count].series if count in results.builds else {}


def _ratio(name: str, count: int, cpu: bool = False) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        runs = {key: one.cpu if cpu else one.seconds for key, one in _builds(results, count).items()}
        own, plain = runs.get(name), runs.get("plain")
        return ratio(own, plain) if own and plain else None

    return found


def _served(count: int) -> Callable[[Results], float | None]:
    return lambda results: results.served[count].series["ours"].median if count in results.served else None


def _unchanged(results: Results) -> float | None:
    series = _builds(results, 3000).get("unchanged")
    return series.median_cpu if series and series.cpu else None


def _memory(results: Results) -> float | None:
    names = ("cold", "edit", "title", "unchanged")
    held = [series.megabytes for name, series in _builds(results, 3000).items() if name in names]
    return max(filter(None, held), default=None)


def _sheet(results: Results) -> float | None:
    series = results.sheets.series if results.sheets else {}
    measured = series and series["ours-one"].cpu
    return further(series["ours-plain"], series["ours-one"], cpu=True) if measured else None


def _shipped(found: Callable[[dict[str, Series]], float]) -> Callable[[Results], float | None]:
    return lambda results: found(results.shipped.series) if results.shipped else None


def _paper(series: dict[str, Series]) -> float:
    now, before = (
        [
            nothing - ready
            for nothing, ready in zip(series[f"{name}-nothing"].cpu, series[f"{name}-ready"].cpu, strict=True)
        ]
        for name in ("now", "before")
    )
    return ratio(now, before)


def _check(series: dict[str, Series]) -> float:
    return series["check"].median_cpu


def _site(series: dict[str, Series]) -> float:
    return series["now-nothing"].median


def _lines(series: dict[str, Series]) -> float:
    return series["now-nothing"].output["lines"] / series["before-nothing"].output["lines"]


TARGETS = (
    Target("cold-100", "Cold, 100: time compared to MkDocs", 0.6, _ratio("cold", 100)),
    Target("cold-100-cpu", "Cold, 100: CPU compared to MkDocs", 0.85, _ratio("cold", 100, True)),
    Target("cold-1000", "Cold, 1,000: time compared to MkDocs", 0.4, _ratio("cold", 1000)),
    Target("cold-1000-cpu", "Cold, 1,000: CPU compared to MkDocs", 0.65, _ratio("cold", 1000, True)),
    Target("edit-1000", "One edit, 1,000: time compared to MkDocs", 0.06, _ratio("edit", 1000), 3),
    Target("edit-1000-cpu", "One edit, 1,000: CPU compared to MkDocs", 0.06, _ratio("edit", 1000, True), 3),
    Target("edit-3000", "One edit, 3,000: time compared to MkDocs", 0.04, _ratio("edit", 3000), 3),
    Target("edit-3000-cpu", "One edit, 3,000: CPU compared to MkDocs", 0.04, _ratio("edit", 3000, True), 3),
    Target("served-100", "Seconds until an edit is served, 100", 0.1, _served(100), 3),
    Target("served-1000", "Seconds until an edit is served, 1,000", 0.1, _served(1000), 3),
    Target("served-3000", "Seconds until an edit is served, 3,000", 0.1, _served(3000), 3),
    Target("unchanged", "Nothing changed, 3,000: seconds of CPU", 0.12, _unchanged, 3),
    Target("memory", "MB of memory, 3,000, with finished sheets", 250, _memory, 0),
    Target("paper", "All paper of this guide: CPU compared to before", 0.5, _shipped(_paper)),
    Target("sheet", "Each further sheet: seconds of CPU", 0.08, _sheet, 3),
    Target("check", "A second check of this guide: seconds of CPU", 0.5, _shipped(_check)),
    Target("site", "`make site`, once packages are installed: seconds", 12, _shipped(_site), 1),
    Target("lines", "Lines in generator/, compared to before", 1, _shipped(_lines)),
)
