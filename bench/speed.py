"""Compares this program with others, on guides of several sizes, and writes docs/benchmarks.md.

It takes about an hour on two cores; nothing else should run meanwhile. With options it measures a part and
keeps earlier results for the rest. Needs Linux and the packages of the tests.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping
from types import ModuleType

import benchmarks
import results
import sheets
import shipped
from engines import ROOT, Site
from measuring import Failed, Series, rounds, run
from results import Results, Runs
from serving import served

SIZES = (10, 100, 1000, 3000)
ROUNDS = 5
SHIPPED: dict[str, ModuleType] = {"sheets": sheets, "shipped": shipped}
"""What is measured with the guide of this repository, and the modules that say how."""
PARTS = ("builds", "serve", *SHIPPED)


def main() -> None:
    """Measure what was asked for; when all of it is there, save it and write the tables."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="sizes of the guides"
    )
    options.add_argument("--rounds", type=int, default=ROUNDS, help="how often each thing is measured")
    options.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    options.add_argument(
        "--alone", action="store_true", help="compare only with plain MkDocs; implies --trial"
    )
    options.add_argument("--reuse", action="store_true", help="start with the guides of an earlier run")
    options.add_argument("--trial", action="store_true", help="print the tables and write nothing")
    options.add_argument(
        "--tables", action="store_true", help="measure nothing; write the tables from the saved results"
    )
    chosen = options.parse_args()
    chosen.trial |= chosen.alone  # otherwise the saved results of the others would be lost
    kept = results.load()
    try:
        if not chosen.tables:
            measure(chosen, kept)
    except Failed as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit("Stopped. Nothing was saved.")
    if chosen.trial:
        print("\n\n".join(f"{name}\n\n{table}" for name, table in benchmarks.tables(kept).items()))
    else:
        results.save(kept)
        benchmarks.write(kept)


def measure(chosen: argparse.Namespace, kept: Results) -> None:
    """Measure each part and put it into `kept`; raises `Failed`."""
    often = chosen.rounds
    command = shlex.join(["python", "bench/speed.py", *sys.argv[1:]])

    def keep(runs: Mapping[str, Series]) -> Runs:
        return Runs(results.conditions(command, often), dict(runs))

    for count in sorted(chosen.sizes) if {"builds", "serve"} & set(chosen.only) else ():
        site = Site(ROOT / "build/bench/sites" / str(count), count)
        report = _reporter(f"{count} principles")
        first = _first(site, chosen.reuse, report)
        commands = site.copies(not chosen.alone, report)
        if "builds" in chosen.only:
            if chosen.reuse and count in kept.builds:
                first = {
                    name: series for name, series in kept.builds[count].series.items() if name == "first"
                }
            kept.builds[count] = keep({**rounds(site.contenders(commands), often, report), **first})
            for name in ("plain", "cold", "zensical", "hugo", "eleventy"):
                if name in kept.builds[count].series:
                    kept.builds[count].series[name].output = site.output("ours" if name == "cold" else name)
        if "serve" in chosen.only:
            found = {}
            for server in site.servers(commands):
                report(f"serving: {server.name}")
                try:
                    found[server.name] = served(server, often)
                except Failed as reason:
                    if server.name == "ours":
                        raise
                    report(f"{server.name} is left out: {reason}")
            kept.served[count] = keep(found)
    for part in (part for part in SHIPPED if part in chosen.only):
        report = _reporter(part)
        runs = keep(rounds(SHIPPED[part].contenders(report), often, report))
        for name, series in runs.series.items():
            series.output = SHIPPED[part].output(name)
        setattr(kept, part, runs)


def _first(site: Site, reuse: bool, report: Callable[[str], None]) -> dict[str, Series]:
    """Build the guide for the first time and return how long it took; nothing if it was there before."""
    report("the first build, with every sheet and picture")
    first = site.first(reuse)
    first.before()
    done = run(first, watched=True)
    first.after()
    return {} if reuse else {"first": Series([done.seconds], [done.cpu], done.megabytes)}


def _reporter(what: str) -> Callable[[str], None]:
    return lambda words: print(f"{what}: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
