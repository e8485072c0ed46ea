"""`advice lock`: records new IDs in the lock, and retires those that are gone for good."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from generator.check.check import check
from generator.cli.report import amount
from generator.cli.terminal import project_option, reporting_errors, say
from generator.load import lock
from generator.load.loader import load
from generator.model.guide import Guide
from generator.model.ids import containers, names, renames, unlocked, updated, vanished
from generator.model.lock import LOCK_FILE, Lock
from generator.problems import ContentError, Refusal, SystemFailure, did_you_mean
from generator.project import Project


def _missing(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the missing IDs that begin with what was `typed`, for a shell to complete it."""
    with suppress(Refusal, SystemFailure):
        guide = load(Project.at(context.params.get("folder") or Path())).guide
        return [id for id in (vanished(guide) if guide else ()) if id.startswith(typed)]
    return []


@click.command("lock")
@project_option
@click.option(
    "--retire",
    "ids",
    multiple=True,
    metavar="ID",
    shell_complete=_missing,
    help="An ID you removed for good. Repeat for each ID.",
)
def command(folder: Path, ids: tuple[str, ...]) -> None:
    """Record every ID in content/ids.lock. This way, no ID that readers rely on gets lost.

    Run this before you publish something new. It writes nothing while an ID that was locked is missing:
    if an ID was renamed, list its old name under “was:”; if it’s gone for good, give it up with --retire.
    """
    with reporting_errors(ending="No IDs were locked."):
        before, after = update_lock(Project.at(folder), ids)
    added, retired = set(after.names).difference(before.names), set(after.retired).difference(before.retired)
    for id in sorted(retired):
        say(f"Retired: {id}")
    changes = f"Added {len(added)} and retired {len(retired)}" if added or retired else "No new IDs"
    say(f"{changes}. {LOCK_FILE} now has {amount(len(after.names), 'ID')}.")


def update_lock(project: Project, to_retire: Iterable[str] = ()) -> tuple[Lock, Lock]:
    """Add the new IDs of `project` to its lock, and retire those `to_retire` with everything in them.

    Returns the lock before and after. Raises `ContentError` for errors in the content, such as a missing ID,
    `Refusal` for an ID that can't be retired, and `SystemFailure`; then the file is as it was.
    """
    draft = load(project)
    if draft.problems or not draft.guide:
        raise ContentError(draft.problems)
    before = draft.guide.lock or Lock()
    guide = replace(draft.guide, lock=before)
    retired = {name for id in to_retire for name in _retired_with(id, guide, before)}
    after = before.with_retired(retired)
    guide = check(replace(draft, guide=replace(guide, lock=after)))
    after = after.with_names(unlocked(guide))
    lock.write(after, project.root / LOCK_FILE)
    return before, after


def _retired_with(id: str, guide: Guide, before: Lock) -> list[str]:
    """Return the missing IDs that are retired together with `id`; raises `Refusal`."""
    if id in before.retired:
        return []
    if id in names(guide):
        raise Refusal(f"{id} is still in the guide. Remove it from the content before you retire it.")
    old, gone = renames(guide), vanished(guide)
    if found := [name for name in gone if id in {name, updated(name, old), *containers(updated(name, old))}]:
        return found
    if id in old:
        raise Refusal(f"{id} isn’t gone: according to “was:”, it’s now {old[id]}.")
    hint = did_you_mean(id, gone).capitalize() or "“advice check” lists the missing IDs."
    raise Refusal(f"No missing ID is called “{id}”. {hint}")
