"""Draws how long builds take by size of guide, as an SVG that is readable on light and dark pages.

Both axes are logarithmic, so a straight diagonal is linear growth.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from results import Results

WIDTH, HEIGHT = 1000, 560
LEFT, RIGHT, TOP, BOTTOM = 80, 770, 60, 480
TICKS = (0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)
GAP = 20
"""Smallest distance between two names at the right end."""
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #4c4a45 }
  .t { font-weight: 650; font-size: 15px; fill: #23211d }
  .x { text-anchor: middle }
  .y { text-anchor: end }
  .grid { stroke: #e3ded2 }
  .link { fill: none; stroke: #c9c4b8 }
  .s { fill: none; stroke: #6b675f; stroke-width: 1.6 }
  .s.ours { stroke: #0b5a58; stroke-width: 2.8 }
  .s.plain { stroke: #23211d; stroke-width: 2.4 }
  .dash { stroke-dasharray: 7 4 }
  .dots { stroke-dasharray: 2 4 }
  circle { fill: #6b675f }
  circle.ours { fill: #0b5a58 }
  circle.plain { fill: #23211d }
  .n.ours { fill: #0b5a58; font-weight: 650 }
  .n.plain { fill: #23211d; font-weight: 650 }
"""
LINES = {
    "plain": ("MkDocs with Material", "plain"),
    "cold": ("This program, cold", "ours"),
    "edit": ("This program, one edit", "ours dash"),
    "unchanged": ("This program, no change", "ours dots"),
    "zensical": ("Zensical, cold", "dash"),
    "eleventy": ("Eleventy, small theme", "dots"),
    "hugo": ("Hugo, small theme", ""),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One engine: its points from the left."""

    name: str
    kind: str
    points: Sequence[tuple[float, float]]


def draw(results: Results) -> str:
    """Return the chart of all builds in `results`."""
    times = {
        name: {
            count: runs.series[name].median for count, runs in results.builds.items() if name in runs.series
        }
        for name in LINES
    }
    summary = "; ".join(
        f"{LINES[name][0]}: "
        + ", ".join(f"{seconds:.2f} s for {count:,}" for count, seconds in found.items())
        for name, found in times.items()
        if found
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            'aria-labelledby="speed summary">',
            '<title id="speed">How long a build takes, by the number of principles</title>',
            f'<desc id="summary">{escape(summary or "Not measured yet.")}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" rx="10" fill="#fbf9f4"/>',
            f'<text class="t" x="{LEFT}" y="36">Seconds for a build, by the number of principles</text>',
            *(_parts(times) if summary else ()),
            "</svg>",
            "",
        ]
    )


def _parts(times: Mapping[str, Mapping[int, float]]) -> Iterator[str]:
    counts = sorted({count for found in times.values() for count in found})
    seconds = [value for found in times.values() for value in found.values()]
    # One tick beyond the values on either side, if there is one.
    low = max((tick for tick in TICKS if tick <= min(seconds)), default=min(seconds))
    high = min((tick for tick in TICKS if tick >= max(seconds)), default=max(seconds))

    def across(count: int) -> float:
        return _between(math.log(count), math.log(counts[0]), math.log(counts[-1]), LEFT + 20, RIGHT - 20)

    def up(value: float) -> float:
        return _between(math.log(value), math.log(low), math.log(high), BOTTOM - 10, TOP + 10)

    for tick in TICKS:
        if low <= tick <= high:
            yield f'<path class="grid" d="M{LEFT} {up(tick):.1f}H{RIGHT}"/>'
            yield f'<text class="y" x="{LEFT - 10}" y="{up(tick) + 4:.1f}">{tick:g} s</text>'
    for count in counts:
        yield f'<path class="grid" d="M{across(count):.1f} {TOP}V{BOTTOM}"/>'
        yield f'<text class="x" x="{across(count):.1f}" y="{BOTTOM + 24}">{count:,}</text>'
    middle = (LEFT + RIGHT) / 2
    yield f'<text class="x" x="{middle}" y="{BOTTOM + 52}">principles; both axes are logarithmic</text>'
    lines = [
        Line(*LINES[name], [(across(count), up(value)) for count, value in sorted(found.items())])
        for name, found in times.items()
        if found
    ]
    for line in lines:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line.points)
        yield f'<polyline class="s {line.kind}" points="{path}"/>'
        yield from (
            f'<circle class="{line.kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in line.points
        )
    furthest = across(counts[-1])
    for line in lines:
        x, y = line.points[-1]
        if x < furthest:  # a line that ends early has its name at its end
            yield f'<text class="y {line.kind}" x="{x - 6:.1f}" y="{y - 10:.1f}">{escape(line.name)}</text>'
    for line, y in _apart([line for line in lines if line.points[-1][0] == furthest]):
        end = line.points[-1]
        yield f'<path class="link" d="M{end[0] + 7:.1f} {end[1]:.1f}L{RIGHT + 6} {y:.1f}"/>'
        yield f'<text class="n {line.kind}" x="{RIGHT + 10}" y="{y + 4:.1f}">{escape(line.name)}</text>'


def _between(value: float, low: float, high: float, first: float, last: float) -> float:
    """Map `value` from the range `low` to `high` onto `first` to `last`."""
    return first + (last - first) * (value - low) / ((high - low) or 1)


def _apart(lines: Sequence[Line]) -> Iterator[tuple[Line, float]]:
    """Yield each line with the height of its name: near its end, with a gap to the name above."""
    ordered = sorted(lines, key=lambda line: line.points[-1][1])
    lowest = float(TOP)
    # Names that would run out at the bottom start higher up.
    room = [BOTTOM - GAP * left for left in range(len(ordered) - 1, -1, -1)]
    for line, most in zip(ordered, room, strict=True):
        height = min(max(line.points[-1][1], lowest), float(most))
        yield line, height
        lowest = height + GAP
