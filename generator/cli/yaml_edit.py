"""Adds an entry to a list in a YAML file, or sets a field, and leaves the rest as the author wrote it."""

from __future__ import annotations

import json
from textwrap import dedent, indent

import yaml

from generator.problems import Refusal

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
        new = NEW_SECTION.format(section=section, title=scalar(title), entry=entry)
        return text.rstrip() + line_end + new.lstrip("\n").replace("\n", line_end)
    return _with_item(text, entries, entry)


def append_item(text: str, name: str, entry: str) -> str:
    """Return the YAML `text` with `entry` as the last one of the list `name`; a missing list is added."""
    entries = _value(yaml.compose(text, yaml.SafeLoader), name)
    if not isinstance(entries, yaml.SequenceNode) or not entries.value:
        return set_field(text, name, f"[{entry}]")
    return _with_item(text, entries, entry)


def append_block(text: str, entry: str, *path: str) -> str:
    """Return the YAML `text` with the lines of `entry` after the last one in the list or block at `path`.

    Of a list on the way, the last entry is meant. An entry of a list begins with its hyphen. Raises `Refusal`
    if there's no such list, or if it's written in brackets.
    """
    node = yaml.compose(text, yaml.SafeLoader)
    for name in path:
        last = node.value[-1] if isinstance(node, yaml.SequenceNode) and node.value else node
        node = _value(last, name)
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        raise Refusal(
            "The list that the entry belongs to is empty or written in brackets. Write each entry of it on "
            "lines of its own, then try again."
        )
    end = text.find("\n", len(text[: _end(node)].rstrip()))
    before, rest = (text, "") if end < 0 else (text[:end].removesuffix("\r"), text[end + 1 :])
    line_end = "\r\n" if "\r\n" in text else "\n"
    new = indent(entry.rstrip(), " " * node.start_mark.column).replace("\n", line_end)
    return f"{before}{line_end}{new}{line_end}{rest}"


def set_field(text: str, name: str, value: str) -> str:
    """Return the YAML `text`, a block, with `value` (as YAML) in its field `name`, which can be a new one."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    old = _value(yaml.compose(text, yaml.SafeLoader), name)
    if old is None:
        return f"{text.rstrip()}{line_end}{name}: {value}{line_end}"
    end = len(text[: _end(old)].rstrip())
    before = text[: old.start_mark.index]
    space = " " if before.endswith(":") else ""
    return f"{before}{space}{value}{text[end:]}"


def field_text(text: str, name: str) -> str | None:
    """Return the text in the field `name` of the YAML `text`, a block, without its quotes.

    It's empty for a list or a block, and None if there's no such field.
    """
    found = _value(yaml.compose(text, yaml.SafeLoader), name)
    if found is None:
        return None
    return str(found.value) if isinstance(found, yaml.ScalarNode) else ""


def scalar(text: str) -> str:
    """Return `text`, a line, as YAML: in quotes only if it would be read as something else without."""
    try:
        plain = yaml.safe_load(f"- {text}") == [text]
    except yaml.YAMLError:
        plain = False
    return text if plain else json.dumps(text, ensure_ascii=False)


def comment_out(text: str, block: str, name: str) -> str:
    """Return the YAML `text` with the field `name` of its `block`, if it's there, as a comment."""
    root = _value(yaml.compose(text, yaml.SafeLoader), block)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return text
    for key, value in root.value:
        if key.value == name:
            start, end = text.rfind("\n", 0, key.start_mark.index) + 1, text.find("\n", _end(value))
            lines = text[start:end] if end >= 0 else text[start:]
            margin = " " * key.start_mark.column
            commented = indent(dedent(lines), f"{margin}# ")
            return text[:start] + commented + text[start + len(lines) :]
    return text


def _with_item(text: str, entries: yaml.SequenceNode, entry: str) -> str:
    line_end = "\r\n" if "\r\n" in text else "\n"
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


def _end(node: yaml.Node) -> int:
    """Return where `node` ends: lists and blocks end with the last thing in them."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _value(block: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = block.value if isinstance(block, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)
