"""What the guide keeps in a browser."""

from __future__ import annotations

from collections.abc import Mapping

FILL = """() => {
  const given = {};
  const form = document.querySelector("form[data-answers]");
  const set = (control, values) => {
    Object.assign(control, values);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  };
  [...form.elements].filter((control) => control.name).forEach((control, index) => {
    const { name, type, value, options } = control;
    if (type === "radio") {
      const group = [...form.elements.namedItem(name)];
      const chosen = group[(name.length + group.length) % group.length];
      if (control === chosen) {
        set(control, { checked: true });
        given[name] = value;
      }
      return;
    }
    if (type === "checkbox") set(control, { checked: true });
    else if (options) set(control, { value: options[2].value });
    else if (type === "date") set(control, { value: "2026-12-0" + (1 + (index % 9)) });
    else if (type === "number") set(control, { value: String(index % 10) });
    else set(control, { value: `Zoë Şahin ${index}` + (control.rows > 1 ? "\\nand more" : "") });
    given[name] = control.value;
  });
  return given;
}"""
"""Fills in every field of a page, and returns the answers by ID."""

READ = """() => Object.fromEntries([...document.querySelector("form[data-answers]").elements]
  .filter(({ name, type, checked }) => name && (!["radio", "checkbox"].includes(type) || checked))
  .map(({ name, value }) => [name, value]))"""
"""Returns the answers on a page by ID."""


def written(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what the reader wrote, without the notes of scripts."""
    return {id: text for id, text in answers.items() if not id.startswith("~")}
