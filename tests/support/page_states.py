"""What readers can do on each kind of page: fill it in, open what opens, and make mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from playwright.sync_api import Page, expect

from generator.model.page_kinds import PAGE_KINDS
from tests.support.paths import ROOT
from tests.support.waiting import PATIENCE

NOW = "2026-11-24T09:00:00"
NAME = "Maximiliane Featherstonehaugh-Robinson"
SENTENCE = (
    "We spoke after the talk at the library about the move of her team to the new office; "
    "she asked me to send the article on mentoring and to tell her in spring how the course went. "
)
PEOPLE = {
    "p00000001": {"name": "Rosa T.", "how": "Former colleague", "last": "2026-06-01"},
    "p00000002": {
        "name": NAME, "how": "We met at the library talk on careers after forty, through Daniel",
        "last": "2026-10-20", "on": "2026-11-30", "step": SENTENCE,
        "promised": "The name of the bookbinder in the old town",
        "note": SENTENCE * 3, "e0001-kind": "gave", "e0001-on": "2026-10-20", "e0001-what": SENTENCE,
    },
    "p00000003": {"name": "Kofi", "step": "Call him", "on": "2026-12-01"},
    "p00000004": {"name": "Ole"},
}  # fmt: skip
"""Short and long texts, with every field or only a name."""
OPEN = "document.querySelectorAll('main details').forEach(one => { one.open = true; })"
FILL = """([name, sentence]) => {
  const type = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("change", {bubbles: true}));
  };
  for (const field of document.querySelectorAll("main :is(input, textarea, select)")) {
    if (!field.checkVisibility()) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked || field.click();
    else if (field.localName === "select") type(field, field.options[field.options.length - 1].value);
    else if (field.localName === "textarea") type(field, sentence.repeat(3));
    else type(field, {date: "2026-12-24", number: field.max}[field.type] ?? name);
  }
}"""


def fill(page: Page) -> None:
    """Open everything that opens, and fill in everything with long texts."""
    page.evaluate(OPEN)
    page.evaluate(FILL, [NAME, SENTENCE])


def store(page: Page, answers: str) -> None:
    """Reload the page as it is if the browser has kept `answers` of it."""
    page.evaluate(
        "answers => sessionStorage.setItem("
        "`guide:/:page/${document.querySelector('main [data-answers]').dataset.answers}`, answers)",
        answers,
    )
    page.reload()


def press(page: Page, name: str) -> None:
    """Press the first visible button of this name."""
    page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def open_file(page: Page, button: str, name: str, text: str) -> None:
    """Choose a file after pressing a button."""
    with page.expect_file_chooser() as chooser:
        press(page, button)
    chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})


def search(page: Page, words: str) -> None:
    """Search for `words`."""
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").press_sequentially(words)
    expect(
        page.get_by_role("status").filter(has_text="ound").or_(page.locator(".search-more:visible")).first
    ).to_be_visible(timeout=PATIENCE * 1000)


def search_more(page: Page) -> None:
    """Search for something that many pages have, and show more of them."""
    search(page, "the first message")
    press(page, "Show more")
    expect(page.locator(".search-count")).to_contain_text("16 of")


def link_by_hand(page: Page) -> None:
    """Copy a link in a browser that doesn't allow it."""
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy a link").first.click()
    expect(page.get_by_role("status").filter(has_text="copy it yourself")).to_be_visible()


def open_menu(page: Page) -> None:
    """Open the menu if this window has one."""
    page.evaluate("document.querySelectorAll('header details').forEach(one => { one.open = true; })")


def show_meaning(page: Page) -> None:
    """Show what the first term on the page means."""
    page.locator("[popovertarget]").first.click()


def refuse(page: Page) -> None:
    """Open a file that belongs to another page."""
    answers = {"format": 1, "kind": "answers", "page": "x", "title": SENTENCE, "answers": {"a": "b"}}
    open_file(page, "Open a file", "other.json", json.dumps(answers))
    expect(page.locator("main").get_by_text(SENTENCE.strip())).to_be_visible()


def find_unreadable(page: Page) -> None:
    """Come back to answers that can't be read."""
    store(page, "{broken")
    expect(page.get_by_role("button", name="Save the text we can’t read")).to_be_visible()


def differ(page: Page) -> None:
    """Write something, and open a file with another answer to the same question."""
    field = page.locator("main textarea:visible").first
    field.fill(SENTENCE)
    own = page.evaluate("location.pathname.replace(/^\\/|\\/$/g, '')")
    answers = {field.get_attribute("name"): f"{NAME}. {SENTENCE}"}
    file = {"format": 1, "kind": "answers", "page": own, "title": "", "answers": answers}
    open_file(page, "Open a file", "own.json", json.dumps(file))
    expect(page.get_by_role("group").get_by_text(NAME)).to_be_visible()


def save_as_pdf(page: Page) -> None:
    """Save more than paper has room for as a PDF."""
    fill(page)
    press(page, "Save as a PDF")
    expect(page.get_by_role("status").filter(has_text="To print everything")).to_be_visible(timeout=30_000)


def ask_to_clear(page: Page) -> None:
    """Fill in the page and press the button that clears it."""
    fill(page)
    page.get_by_role("button", name="Clear my").click()


def mark(page: Page, low: int) -> None:
    """Rate the first `low` statements with 1, the others with 3, and begin with the first habit offered."""
    page.evaluate(
        "low => document.querySelectorAll('[role=radiogroup], fieldset').forEach((group, index) =>"
        " group.querySelectorAll('[type=radio]')[index < low ? 0 : 2]?.click())",
        low,
    )
    expect(page.get_by_role("button", name="Begin with").first).to_be_visible()
    page.get_by_role("button", name="Begin with").first.click()


def copy(page: Page) -> None:
    """Fill in the message and copy it."""
    fill(page)
    press(page, "Copy the message")


def keep(page: Page, pages: Mapping[str, Mapping[str, str]]) -> None:
    """Come back to the page after something was kept in this tab."""
    for name, answers in pages.items():
        about = {"format": 1, "kind": "answers", "page": name, "title": name, "revision": "", "saved": NOW}
        text = json.dumps({**about, "answers": answers})
        page.evaluate("([key, text]) => sessionStorage.setItem(key, text)", [f"guide:/:page/{name}", text])
    page.reload(wait_until="networkidle")


def show_full_week(page: Page) -> None:
    """Come back with everything that can be kept, some of it long."""
    people = {f"{id}-{key}": value for id, person in PEOPLE.items() for key, value in person.items()}
    plan = {"~habit": "patience", "~first-day": "2026-11-22", "~done-list-what-is-open": "2026-11-23"}
    line = {"person": NAME, "nudge": "2026-11-24", "rest": "2026-11-27"}
    sheet = {f"reply-log-1-{id}": value for id, value in line.items()}
    moment = {"~remind": "2026-11-24", "~remind-say": SENTENCE, "~name": NAME}
    keep(
        page,
        {
            "tools/contacts": people,
            "worksheets/self-assessment": {**plan, "~rated": "2026-10-01", "patience-several-open": "3"},
            "worksheets/patience": {**sheet, "~last": "reply-log-1-person"},
            "checklists/before-you-meet": {"one-true-thing": "yes"},
            "moments/wrote-no-answer": moment,
        },
    )


def ask_to_clear_week(page: Page) -> None:
    """Come back to a full week, and press the button that clears it."""
    show_full_week(page)
    press(page, "Clear what’s kept here")


def show_changed_list(page: Page) -> None:
    """Come back to a list that was reworded, with items that are new."""
    item = page.locator("[data-digest]").first.get_attribute("name") or ""
    name = page.evaluate("location.pathname.replace(/^\\/|\\/$/g, '')")
    keep(page, {name: {item: "yes", "~seen": f"{item}:000000"}})
    expect(page.get_by_text("Reworded since you checked it off")).to_be_visible()


# A moment


def on_day(page: Page, date: str, answer: str = "no") -> None:
    """Give the date of a moment, and an answer to its question if that matters on this day."""
    if page.locator("[type=date]").count():
        page.locator("[type=date]").fill(date)
        if page.locator(f"[name=question][value={answer}]:visible").count():
            page.locator(f"[name=question][value={answer}]").check()


def go_through(page: Page) -> None:
    """Write and copy words, and go on through the steps."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(page)
    on_day(page, "2026-11-14")
    page.evaluate(OPEN)
    press(page, "Copy the message")
    expect(page.locator(".path > .done").first).to_be_visible()


def ask_to_start_over(page: Page) -> None:
    """Ask whether to start over for someone else."""
    on_day(page, "2026-11-14")
    fill(page)
    press(page, "Start over for someone else")


# The list of people


def meet(page: Page) -> None:
    """Come back to a list of people."""
    answers = {f"{id}-{key}": value for id, person in PEOPLE.items() for key, value in person.items()}
    about = {"format": 1, "kind": "answers", "page": "tools/contacts", "title": "", "revision": ""}
    store(page, json.dumps({**about, "saved": NOW, "answers": answers}))
    page.get_by_role("heading", name=NAME).wait_for()


def more(page: Page) -> None:
    """Show everything that can be done with each person."""
    meet(page)
    for button in page.get_by_role("button", name="More").locator("visible=true").all():
        button.click()


def with_person(page: Page, buttons: Sequence[str]) -> None:
    """Press buttons of the person with the longest texts."""
    meet(page)
    for name in buttons:
        page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=NAME)).get_by_role(
            "button", name=name
        ).first.click()


def change(page: Page) -> None:
    """Change a person, with long texts."""
    with_person(page, ["Edit"])
    fill(page)


def save_without_a_name(page: Page) -> None:
    """Try to save a person without a name."""
    press(page, "Add a person")
    page.get_by_label("Name", exact=True).fill("  ")
    press(page, "Save")


def remove(page: Page) -> None:
    """Ask to remove a person."""
    with_person(page, ["Edit"])
    page.get_by_role("button", name="Remove").first.click()


def open_table(page: Page, text: str) -> None:
    """Open a spreadsheet."""
    meet(page)
    open_file(page, "Open a spreadsheet (CSV)", "people.csv", text)


Act = Callable[[Page], object]
UNTOUCHED: Mapping[str, Act] = {"untouched": lambda page: None}
FILLED: Mapping[str, Act] = {**UNTOUCHED, "filled in": fill}
STATES: Mapping[str, Mapping[str, Act]] = {
    **dict.fromkeys(PAGE_KINDS, UNTOUCHED),
    **dict.fromkeys(("workshop", "section", "offline"), FILLED),
    "principle": {**FILLED, "a link to copy by hand": link_by_hand},
    "worksheet": {**FILLED, "answers differ": differ, "saved as a PDF": save_as_pdf},
    "checklist": {
        **FILLED,
        "asked whether to clear": ask_to_clear,
        "a file refused": refuse,
        "answers unreadable": find_unreadable,
        "reworded": show_changed_list,
    },
    "home": {**UNTOUCHED, "something kept": show_full_week},
    "my-week": {
        **UNTOUCHED,
        "a full week": show_full_week,
        "a quiet week": partial(keep, pages={"checklists/before-you-meet": {"one-true-thing": "yes"}}),
        "asked whether to clear": ask_to_clear_week,
    },
    "message": {**FILLED, "copied": copy, "a link to copy by hand": link_by_hand},
    "moment": {
        **FILLED,
        "on its day": partial(on_day, date="2026-11-24"),
        "three days later": partial(on_day, date="2026-11-21"),
        "weeks later": partial(on_day, date="2026-10-10", answer="yes"),
        "a day ahead": partial(on_day, date="2027-01-10"),
        "words copied": go_through,
        "asked whether to start over": ask_to_start_over,
    },
    "start": {
        **UNTOUCHED,
        "some bars low": partial(mark, low=5),
        "all bars equal": partial(mark, low=99),
    },
    "contacts": {
        **UNTOUCHED,
        "people": meet,
        "more about each": more,
        "a person changed": change,
        "a name missing": save_without_a_name,
        "a gift noted": partial(with_person, buttons=("More", "I gave")),
        "asked whether to remove": remove,
        "contacted": partial(with_person, buttons=("Done",)),
        "a table refused": partial(open_table, text='Name\r\n"Ann\r\n'),
        "a table opened": partial(open_table, text=f"Name,Note\r\n{NAME},{SENTENCE}\r\nRosa T.,\r\n"),
    },
    "questions": {**FILLED, "a meaning shown": show_meaning},
    "changes": {
        **UNTOUCHED,
        "search results": partial(search, words="friend"),
        "more search results": search_more,
        "nothing found": partial(search, words="qqqqzzzz"),
        "the menu open": open_menu,
    },
}
"""What to do for each state of each kind of page. One page stands for all in the search and the menu."""
IN_ANY_LANGUAGE = {"untouched", "filled in", "weeks later", "something kept", "a full week", "people"}
"""The states that can be reached without knowing what buttons are called."""
_BY_ADDRESS = {kind.address: name for name, kind in PAGE_KINDS.items() if kind.address}
_LANGUAGES = tuple(f"{file.stem}/" for file in (ROOT / "content/languages").glob("*.po"))
"""The folders of the site in other languages."""


def kind_of(path: str) -> str:
    """Return the kind of the page at `path`, which is relative to the site's address, in any language."""
    language, _, rest = path.partition("/")
    if f"{language}/" in _LANGUAGES:
        return kind_of(rest)
    first, _, rest = path.removesuffix(".html").partition("/")
    kind = _BY_ADDRESS.get(first, "page" if path else "home")
    return "section" if PAGE_KINDS[kind].in_section and not rest else kind


def is_translated(path: str) -> bool:
    """Return whether the page at `path` is in another language than the guide was written in."""
    return path.startswith(_LANGUAGES)


def states_of(path: str) -> Mapping[str, Act]:
    """Return the states in which to look at the page at `path`, and how to reach each."""
    states = STATES[kind_of(path)]
    if is_translated(path):
        return {name: act for name, act in states.items() if name in IN_ANY_LANGUAGE}
    return states
