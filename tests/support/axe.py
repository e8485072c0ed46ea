"""Finds what breaks WCAG 2.2 A and AA, or best practice, with axe."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

from tests.support.paths import NODE

AXE = NODE / "node_modules/axe-core/axe.min.js"
"""A script for the context of a page, which has to bypass the security policy."""
RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()


def violations(page: Page, rules: Mapping[str, object] | None = None) -> list[str]:
    """Return the violations axe finds: rule, description, and the first elements."""
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations'], selectors: false,"
        " rules: {'target-size': {enabled: true}}})",
        rules or {"type": "tag", "values": RULES},
    )
    return [
        f"{violation['id']}: {violation['help']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
        for violation in found["violations"]
    ]
