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


def _wall(name: str, count: int) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        series = _builds(results, count)
        both = {name, "plain"} <= series.keys()
        return ratio(series[name].seconds, series["plain"].seconds) if both else None

    return found


def _cpu(name: str, count: int) -> Callable[[Results], float | None]:
    def found(results: Results) -> float | None:
        series = _builds(results, count)
        both = {name, "plain"} <= {name for name, one in series.items() if one.cpu}
        return ratio(series[name].cpu, series["plain"].cpu) if both else None

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


TARGETS = (
    Target("cold-100", "A cold build of 100, time compared to MkDocs", 0.6, _wall("cold", 100)),
    Target("cold-100-cpu", "A cold build of 100, CPU compared to MkDocs", 0.85, _cpu("cold", 100)),
    Target("cold-1000", "A cold build of 1,000, time compared to MkDocs", 0.4, _wall("cold", 1000)),
    Target("cold-1000-cpu", "A cold build of 1,000, CPU compared to MkDocs", 0.65, _cpu("cold", 1000)),
    Target("edit-1000", "One edit of 1,000, time compared to MkDocs", 0.06, _wall("edit", 1000), 3),
    Target("edit-1000-cpu", "One edit of 1,000, CPU compared to MkDocs", 0.06, _cpu("edit", 1000), 3),
    Target("edit-3000", "One edit of 3,000, time compared to MkDocs", 0.04, _wall("edit", 3000), 3),
    Target("edit-3000-cpu", "One edit of 3,000, CPU compared to MkDocs", 0.04, _cpu("edit", 3000), 3),
    Target("served-100", "Seconds until an edit is served, of 100", 0.1, _served(100), 3),
    Target("served-1000", "Seconds until an edit is served, of 1,000", 0.1, _served(1000), 3),
    Target("served-3000", "Seconds until an edit is served, of 3,000", 0.1, _served(3000), 3),
    Target("unchanged", "Seconds of CPU with nothing changed, of 3,000", 0.12, _unchanged, 3),
    Target("memory", "MB of memory with finished sheets, of 3,000", 250, _memory, 0),
    Target("paper", "CPU for all paper of the shipped guide, compared to before", 0.5, _shipped(_paper)),
    Target("sheet", "Seconds of CPU for each further sheet", 0.08, _sheet, 3),
    Target("check", "Seconds of CPU for a second check of the shipped guide", 0.5, _shipped(_check)),
    Target("site", "Seconds for `make site`, once packages are installed", 12, _shipped(_site), 1),
    Target("lines", "Lines in generator/, compared to before", 1, _shipped(_lines)),
)
