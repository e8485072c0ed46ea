"""`advice check`: reports problems without publishing, and explains rules."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from generator.cli import terminal
from generator.cli.output import output
from generator.cli.report import Format, amount
from generator.engine import up_to_date
from generator.engine.build_result import BuildResult
from generator.problems import ContentError, Problem, Refusal, did_you_mean
from generator.project import PROGRAM, Project

if TYPE_CHECKING:
    from generator.model.guide import Guide

STORIES = PROGRAM / "check/stories"
MARGIN = "    "
WIDTH = 90
"""Characters in a line of running text."""
WITHOUT_STORY = {
    "template-changed": "The program’s version of a template has changed since the guide’s version was made.",
    "template": "A template or a strings file can’t be rendered. The content isn’t the cause.",
    "broken-link": "A link on the built site leads nowhere. Only a build finds this.",
    "dead-end": "A built page leads to no other page, so readers would stop there. Only a build finds this.",
    "id-twice": "Two things on one built page have the same ID, so links could lead to the wrong one.",
    "sheet-too-long": "A worksheet needs more than its number of “pages”. Only a build finds this.",
    "no-glyph": "The guide’s fonts don’t have this character, so no sheet and no poster could print it.",
    "blocked": "A page has a style or script in an attribute, which browsers would block.",
    "unlocked-id": "An ID isn’t in content/ids.lock yet, so no check would notice if it got lost.",
    "unprotected": "A page has no place for its content security policy and would be published without one.",
    "policy-too-long": "The content security policy of a page is longer than hosts allow.",
}
"""Rules about YAML, the lock, templates, paper and the built site, which no story can show."""


@click.command("check")
@terminal.project_option
@terminal.url_option
@terminal.format_option
@terminal.strict_option
@click.option(
    "-e",
    "--explain",
    "rule",
    metavar="RULE",
    shell_complete=lambda context, option, typed: terminal.completing(rules())(context, option, typed),
    is_flag=False,
    flag_value="",
    help="Explain a rule with an example. Without a name, list all rules.",
)
def command(folder: Path, url: str, format: Format, strict: bool, rule: str | None) -> None:
    """Report problems in content and templates without publishing.

    Wording problems are warnings. To check that worksheets fit their pages, run “advice build”.
    The rule’s name is in brackets after each message.
    """
    if rule is not None:
        with terminal.reporting_errors():
            click.echo(explain(rule) if rule else "\n".join(rules()))
        return
    with terminal.reporting_errors(format):
        result = _checked(Project.at(folder, url))
    if strict and result.warnings:
        with terminal.reporting_errors(format, "With --strict, warnings are errors."):
            raise ContentError(result.warnings)
    terminal.report_warnings(result.warnings, format)
    checked = f"{amount(result.pages, 'record')} and {amount(result.sheets, 'source')}"
    terminal.say(
        f"{checked} checked. {'No errors' if result.warnings else 'No problems'}.", err=format != "human"
    )


def _checked(project: Project) -> BuildResult:
    """Return the warnings, the number of records as `pages`, and that of sources as `sheets`."""
    out = project.build / "check"  # where nothing is published
    if last := up_to_date.last_build(up_to_date.inputs(project, out, strict=False, compress=False)):
        output().detail("Nothing changed since the last check.")
        return last
    from generator.load.loader import named_by
    from generator.rebuild import checked_edit

    before = up_to_date.inputs(project, out, False, False, named_by(project))
    if found := checked_edit(project):
        edit, warnings = found
        edits = edit.because or "nothing"
        output().detail(f"Edited since the last build, and so checked again: {edits}.")
        guide, count = edit.guide, edit.note.records
    else:
        output().detail("Everything is checked.")
        guide, warnings = check_all(project)
        count = len([*guide.records()])
    result = BuildResult(out, "", count, len(guide.sources), 0.0, warnings, {})
    up_to_date.remember(before, result)
    return result


def check_all(project: Project) -> tuple[Guide, tuple[Problem, ...]]:
    """Return the guide of `project` and its warnings, after all checks that need no typesetting.

    Raises `ContentError` for errors in the content, characters that the fonts don't have, and errors in page
    templates. Only a build finds out whether a sheet fits its pages.
    """
    # Imported here, so that an explanation needs none of it.
    from generator.build import load_and_proofread
    from generator.check.check import adding_warnings, check
    from generator.check.ids import unlocked_id
    from generator.downloads.missing_glyphs import missing_glyphs
    from generator.languages import language_sites
    from generator.pages.compiled_templates import CompiledTemplates
    from generator.pages.pages import guide_pages
    from generator.pages.redirects import redirect_pages
    from generator.pages.templates import environment
    from generator.publish import hosting
    from generator.site.stage import check_theme

    draft, pending = load_and_proofread(project)
    with adding_warnings(pending):
        guide = check(draft)
        sites = language_sites(guide, draft.published, project.templates)
        if problems := [one for site in sites for one in missing_glyphs(site.guide, site.strings)]:
            raise ContentError(problems)
        check_theme(project.templates)
        hosting.rendered(guide.site.url, "", guide.site.embed, project)
        for site in sites:
            jinja = environment(project.templates, site.strings, CompiledTemplates(project.build))
            for page in guide_pages(site.guide, {}, jinja):
                page.check()
            redirect_pages(site.guide, jinja)
    return guide, tuple(sorted((*pending(), *unlocked_id(guide))))


def rules() -> tuple[str, ...]:
    """Return the name of every rule that can be explained, sorted."""
    return tuple(sorted({*WITHOUT_STORY, *(path.stem.partition("--")[0] for path in STORIES.glob("*.yml"))}))


def explain(rule: str) -> str:
    """Return the explanation of `rule`; raises `Refusal` if there's no such rule."""
    if rule in WITHOUT_STORY:
        return f"{rule}\n{textwrap.fill(WITHOUT_STORY[rule], WIDTH)}"
    if rule not in rules():
        hint = did_you_mean(rule, rules()).capitalize() or f"The rules are {', '.join(rules())}."
        raise Refusal(f"There’s no rule named “{rule}”. {hint}")
    files = (path for path in STORIES.glob(f"{rule}*.yml") if path.stem.partition("--")[0] == rule)
    story = yaml.safe_load(min(files, key=lambda path: len(path.name)).read_text("utf-8"))
    if "reports" not in story:  # while someone is writing the rule
        return f"{rule}\n{textwrap.fill(story.get('means', 'This rule has no explanation yet.'), WIDTH)}"
    right = story.get("right") or "\n".join(one["find"] for one in story["change"] if "find" in one)
    means = textwrap.fill(story["means"], WIDTH)
    changes = (f"If {one['file']} contains:\n{_indented(_wrong(one))}\n" for one in story["change"])
    return (
        f"{rule}\n{means}\n\n{''.join(changes)}\nYou’ll see:\n{_indented(story['reports'])}\n\n"
        f"Write this instead:\n{_indented(right)}"
    )


def _wrong(change: dict[str, Any]) -> str:
    if "link_to" in change:
        return f"(a link to {change['link_to']})"
    return next(
        (change[name] for name in ("put", "text", "bytes", "repeat") if change.get(name)), "(nothing)"
    )


def _indented(text: str) -> str:
    return "\n".join(f"{MARGIN}{line}".rstrip() for line in text.rstrip().splitlines())
