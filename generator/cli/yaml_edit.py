"""Adds an entry to a list of a YAML file, and leaves everything else in it as the author wrote it."""

from __future__ import annotations

import yaml

NEW_SECTION = """
{section}:
  title: {title}
  lead: "TODO: what these have in common, in one sentence."
  show: [{entry}]
"""


def append_entry(text: str, section: str, title: str, entry: str) -> str:
    """Return the YAML `text` with `entry` as the last one of the list `show` in its block `section`.

    A missing section is added at the end, with `title`. The text has to be a valid content/guide.yml.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    entries = _value(_value(yaml.compose(text, yaml.SafeLoader), section), "show")
    if not isinstance(entries, yaml.SequenceNode) or not entries.value:
        new = NEW_SECTION.format(section=section, title=title, entry=entry)
        return text.rstrip() + line_end + new.lstrip("\n").replace("\n", line_end)
    last = entries.value[-1]
    after = last.end_mark.index
    if entries.flow_style:
        return f"{text[:after]}, {entry}{text[after:]}"
    # The new line goes after the whole line of the last entry, which can end with a comment.
    end = text.find("\n", after)
    before, rest = (text, "") if end < 0 else (text[:end].removesuffix("\r"), text[end + 1 :])
    start = text.rfind("\n", 0, last.start_mark.index) + 1
    bullet = text[start : last.start_mark.index]
    return f"{before}{line_end}{bullet}{entry}{line_end}{rest}"


def _value(block: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = block.value if isinstance(block, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)
