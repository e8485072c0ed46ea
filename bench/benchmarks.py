"""Writes the results into docs/benchmarks.md, between its markers, and draws the chart next to them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import chart
import targets
from measuring import Series, ratio
from results import ROOT, Conditions, Results

DOCUMENT = ROOT / "docs/benchmarks.md"
CHART = ROOT / "docs/pictures/speed.svg"
NOT_YET = "Not measured yet."
BUILDS = {
    "plain": "MkDocs with Material",
    "cold": "**this program**, cold",
    "edit": "**this program**, one edit",
    "title": "**this program**, one title",
    "unchanged": "**this program**, nothing changed",
    "zensical": "Zensical, cold",
    "zensical-edit": "Zensical, one edit",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
}
FIRST = {"first": "**this program**, the very first build"}
SERVED = {"ours": "**this program**", "plain": "MkDocs with Material", "zensical": "Zensical"}
SHEETS = {
    "ours-plain": "**this program**",
    "weasyprint-plain": "WeasyPrint",
    "chromium-plain": "Chromium, headless",
}
CLONES = {
    "now-nothing": "From nothing",
    "before-nothing": "From nothing, before",
    "now-ready": "With finished PDFs, pictures and fonts",
    "before-ready": "With finished PDFs, pictures and fonts, before",
    "check": "`advice check`, for the second time",
}
MARKED = r"(<!-- measured: {} -->\n).*?(<!-- end of measured -->)"


def write(results: Results, document: Path = DOCUMENT, picture: Path = CHART) -> None:
    """Put the tables of `results` into `document` and draw `picture`; the text around them stays."""
    text = document.read_text("utf-8")
    for name, table in tables(results).items():
        pattern = re.compile(MARKED.format(name), re.DOTALL)
        text, changed = pattern.subn(partial(_between, table), text)
        assert changed == 1, f"{document.name} has {changed} places for the table “{name}”"
    document.write_text(text, "utf-8", newline="\n")
    picture.write_text(chart.draw(results), "utf-8", newline="\n")


def _between(table: str, markers: re.Match[str]) -> str:
    return f"{markers[1]}\n{table}\n\n{markers[2]}"


def tables(results: Results) -> dict[str, str]:
    """Return the Markdown of each marked place in the document, by its name."""
    builds = {count: runs.series for count, runs in results.builds.items()}
    served = {count: runs.series for count, runs in results.served.items()}
    return {
        "about": about(results),
        "targets": targets.table(results),
        "builds": by_size(BUILDS, builds, _time_and_ratio),
        "cpu": by_size(BUILDS, _with_cpu(builds), _cpu_and_ratio),
        "first": by_size(FIRST, builds, lambda series, _: _seconds(series.median)),
        "memory": by_size({**BUILDS, **FIRST}, builds, lambda series, _: _megabytes(series)),
        "served": by_size(SERVED, served, lambda series, _: _seconds(series.median)),
        "output": output(builds),
        "sheets": sheets(results.sheets.series) if results.sheets else NOT_YET,
        "shipped": clones(results.shipped.series) if results.shipped else NOT_YET,
    }


def by_size(
    labels: Mapping[str, str],
    found: Mapping[int, Mapping[str, Series]],
    cell: Callable[[Series, Mapping[str, Series]], str],
) -> str:
    """Return a table with a row for each thing measured and a column for each size of guide."""
    rows = [
        [label, *(cell(series[name], series) if name in series else "" for series in found.values())]
        for name, label in labels.items()
        if any(name in series for series in found.values())
    ]
    return markdown(["Principles", *(f"{count:,}" for count in found)], rows) if rows else NOT_YET


def output(builds: Mapping[int, Mapping[str, Series]]) -> str:
    """Return a table of the output for the largest guide that all engines built."""
    whole = [count for count, series in builds.items() if "zensical" in series] or list(builds)
    if not whole:
        return NOT_YET
    rows = [
        [
            BUILDS[name].replace(", cold", ""),
            f"{out['pages']:,.0f}",
            f"{out['page']:.0f}",
            f"{out['megabytes']:.0f}",
        ]
        for name, series in builds[max(whole)].items()
        if (out := series.output)
    ]
    return markdown([f"{max(whole):,} principles", "Pages", "One page, kB", "Everything, MB"], rows)


def sheets(series: Mapping[str, Series]) -> str:
    """Return a table of how long PDFs take."""
    rows = []
    for name, label in SHEETS.items():
        if name not in series:
            continue
        every, one = series[name], series[name.replace("-plain", "-one")]
        more = f"{targets.further(every, one):.3f}"
        more_cpu = f"{targets.further(every, one, cpu=True):.3f}" if every.cpu else ""
        times = [_seconds(every.median), _seconds(one.median), more, more_cpu]
        rows.append([label, f"{every.output['pdfs']:.0f}", *times, _megabytes(every)])
    head = ["", "PDFs", "All, s", "One alone, s", "Each further one, s", "The same, CPU", "MB"]
    return markdown(head, rows)


def clones(series: Mapping[str, Series]) -> str:
    """Return a table of the commands on the guide of this repository."""
    rows = [
        [label, _seconds(series[name].median), _seconds(series[name].median_cpu), _megabytes(series[name])]
        for name, label in CLONES.items()
    ]
    return markdown(["", "Time, s", "CPU, s", "MB"], rows)


def about(results: Results) -> str:
    """Return sentences about when, where and with what everything was measured."""
    measured: list[tuple[str, Conditions]] = [
        *((f"builds of {count:,}", runs.measured) for count, runs in results.builds.items()),
        *((f"serving {count:,}", runs.measured) for count, runs in results.served.items()),
        *([("sheets", results.sheets.measured)] if results.sheets else []),
        *([("this guide", results.shipped.measured)] if results.shipped else []),
    ]
    if not measured:
        return NOT_YET
    lines = []
    for one in _different(found for _, found in measured):
        what = [name for name, found in measured if _place(found) == _place(one)]
        versions = ", ".join(f"{name} {number}" for name, number in one.versions.items())
        lines.append(
            f"On {one.day}, with `{one.command}` at {one.revision}: {'; '.join(what)}. "
            f"{one.processor}, {one.cores} cores, {one.gigabytes:.0f} GB of memory. {versions}."
        )
    rounds = ", ".join(f"{name}: {found.rounds}" for name, found in measured)
    return "\n\n".join([*lines, f"Rounds: {rounds}."])


def _different(found: Iterable[Conditions]) -> list[Conditions]:
    return list({_place(one): one for one in found}.values())


def _place(one: Conditions) -> tuple[object, ...]:
    return (one.day, one.command, one.revision, one.processor, one.cores, *one.versions.items())


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column is text and whose others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _with_cpu(builds: Mapping[int, Mapping[str, Series]]) -> dict[int, dict[str, Series]]:
    return {
        count: found
        for count, series in builds.items()
        if (found := {name: one for name, one in series.items() if one.cpu})
    }


def _time_and_ratio(series: Series, others: Mapping[str, Series]) -> str:
    return _with_ratio(series.seconds, others.get("plain", series).seconds)


def _cpu_and_ratio(series: Series, others: Mapping[str, Series]) -> str:
    return _with_ratio(series.cpu, others.get("plain", series).cpu)


def _with_ratio(own: Sequence[float], plain: Sequence[float]) -> str:
    seconds = _seconds(statistics.median(own))
    return seconds if own is plain else f"{seconds} ({ratio(own, plain):.2f})"


def _seconds(seconds: float) -> str:
    """Return about three digits; more would be noise."""
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}" if seconds < 100 else f"{seconds:.0f}"


def _megabytes(series: Series) -> str:
    return f"{series.megabytes:,.0f}" if series.megabytes else ""
