"""Adds an entry to a list in a YAML file, and keeps every comment, blank line and quote around it.

The text is cut at the places that PyYAML names; nothing is written anew but the entry.
"""

from __future__ import annotations

import yaml

NEW_SECTION = """
{section}:
  title: {title}
  lead: "TODO: what stands here, in one sentence."
  show: [{entry}]
"""


def inserted(text: str, section: str, title: str, entry: str) -> str:
    """Return the YAML `text` with `entry` last in the list `show` of its block `section`.

    A section that is missing is put at the end, with `title`. The text must be a valid content/guide.yml.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    shown = _shown(yaml.compose(text, yaml.SafeLoader), section)
    if shown is None:
        new = NEW_SECTION.format(section=section, title=title, entry=entry)
        return text.rstrip() + end + new.lstrip("\n").replace("\n", end)
    last = shown.value[-1]
    after = last.end_mark.index
    if shown.flow_style:
        return f"{text[:after]}, {entry}{text[after:]}"
    # What stands behind the last entry on its line, a comment, stays there.
    line_end = text.find("\n", after)
    before, rest = (text, "") if line_end < 0 else (text[:line_end].removesuffix("\r"), text[line_end + 1 :])
    start = text.rfind("\n", 0, last.start_mark.index) + 1
    bullet = text[start : last.start_mark.index]
    return f"{before}{end}{bullet}{entry}{end}{rest}"


def _shown(document: yaml.Node | None, section: str) -> yaml.SequenceNode | None:
    shelf = _value(document, section)
    shown = _value(shelf, "show")
    return shown if isinstance(shown, yaml.SequenceNode) and shown.value else None


def _value(block: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = block.value if isinstance(block, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)
