"""A guide adds a kind of its own with one file, and its records have everything that others have."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import pass_context
from jinja2.runtime import Context
from lxml import html

from generator.build import load_checked
from generator.check.check import warnings
from generator.cli.new import create
from generator.cli.schema import schemas
from generator.load.loader import load, read_own_kinds
from generator.load.own_kinds import USED
from generator.load.strings import load_strings
from generator.model.guide import Guide
from generator.model.ids import names
from generator.model.own_kinds import OwnRecord
from generator.pages.page import SitePage
from generator.pages.pages import guide_pages
from generator.problems import ContentError, Refusal
from generator.project import Project
from generator.site.site_map import tabs
from tests.support.attacks import attacks
from tests.support.paths import TESTS
from tests.support.rendering import environment
from tests.support.terminal import advice
from tests.support.without_pdfs import build_without_pdfs

TENANTS = TESTS / "tenants"
STORY = "stories/a-cold-winter"
OWN_TEMPLATE = """\
{% extends "layout.html.j2" %}
{% block content %}
<h1>{{ story.title }} in {{ story.place }}</h1>
<p>{{ story.address }}, {{ story.solved_on | day }}, {{ story.more or "no more" }}</p>
{{ story.what_happened | prose }}
{% endblock %}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the guide for tenants, for a test to change."""
    return Path(shutil.copytree(TENANTS, tmp_path / "tenants"))


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_checked(Project.at(TENANTS))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = Path(shutil.copytree(TENANTS, tmp_path_factory.mktemp("site") / "guide"))
    return build_without_pdfs(copy, copy / "site")


def parsed(page: Path) -> Any:
    return html.fromstring(page.read_bytes())


def pages_of(folder: Path) -> dict[str, SitePage]:
    project = Project.at(folder)
    guide = load_checked(project)
    strings = load_strings(project.templates, "en", guide.kinds)
    return {page.address: page for page in guide_pages(guide, {}, environment(project.templates, strings))}


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), "utf-8")


def found(folder: Path) -> list[tuple[str, str, int]]:
    """Return the file, the rule and the line of each problem of the guide in `folder`."""
    with pytest.raises(ContentError) as caught:
        load_checked(Project.at(folder))
    return [(one.location.file, one.rule, one.location.line) for one in caught.value.problems]


def test_the_guide_for_tenants_has_no_problems() -> None:
    assert warnings(load(Project.at(TENANTS))) == ()


def test_a_page_shows_every_field_in_the_order_of_the_kind(site: Path) -> None:
    page = parsed(site / STORY / "index.html")
    facts = [fact.text_content() for fact in page.xpath("//dl[@class='facts']//dt")]
    assert facts == [
        *("Place", "Kind of home", "Solved on", "Weeks of waiting", "Outcome", "Right"),
        "A list that helps",
    ]
    values = [fact.text_content() for fact in page.xpath("//dl[@class='facts']//dd")]
    assert values[2:6] == ["January 30, 2025", "3", "Repaired", "Ask for repairs"]
    assert page.xpath("//dl[@class='facts']//dd//a/@href") == [
        "../../rights/repairs/",
        "../../checklists/before-you-move-in/",
    ]
    assert page.xpath("//section/h2/@id") == ["what-happened", "what-helped"]
    assert page.xpath("//section//p/a/@href") == ["../../rights/repairs/#write-it-down"]
    assert page.xpath("//section//li/a/@href") == ["../../stories/the-leak-upstairs/"]
    assert page.xpath("//a[@data-next]/@href") == ["../../forms/repair-log/"]
    assert page.xpath("//details[@class='why']//a/@href") == ["../../sources/#our-advice"]
    other = parsed(site / "stories/the-leak-upstairs/index.html")
    assert other.xpath("//dl[@class='facts']//a[text()='example.org/the-leak']/@href") == [
        "https://example.org/the-leak"
    ]


def test_the_list_the_menu_and_other_pages_lead_to_the_records(site: Path, guide: Guide) -> None:
    page = parsed(site / "stories/index.html")
    assert page.xpath("//ul[contains(@class, 'entries')]//a/@href") == [
        "../stories/a-cold-winter/",
        "../stories/the-leak-upstairs/",
    ]
    strings = load_strings(Project.at(TENANTS).templates, "en", guide.kinds)
    menu = tabs(guide, tuple(pages_of(TENANTS).values()), strings)
    assert [(tab["url"], tab["title"]) for tab in menu][-2:] == [
        ("stories/", "Stories"),
        ("my-week/", "My week"),
    ]
    assert {tab["url"]: tab["hint"] for tab in menu}["stories/"] == "what happened to others"
    right = parsed(site / "rights/repairs/index.html")
    assert "../../stories/a-cold-winter/#what-helped" in right.xpath("//main//a/@href")
    cited = parsed(site / "sources/index.html")
    assert any("stories/a-cold-winter/" in link for link in cited.xpath("//main//a/@href"))


def test_other_programs_and_search_engines_get_the_records(site: Path) -> None:
    content = json.loads((site / "guide.json").read_text("utf-8"))
    record = next(one for one in content["records"] if one["id"] == "a-cold-winter")
    assert (record["kind"], record["url"]) == ("story", "https://tenants.internal/stories/a-cold-winter/")
    assert (record["address"], record["weeks"], record["outcome"]) == (
        "Two rooms above a bakery",
        3,
        "Repaired",
    )
    assert content["kinds"]["story"] == {"one": "story", "many": "stories"}
    assert "## Stories\n\n- [A cold winter](" in (site / "llms.txt").read_text("utf-8")
    assert "stories/a-cold-winter/" in (site / "sitemap.xml").read_text("utf-8")
    structured = parsed(site / STORY / "index.html").xpath("string(//script[@type='application/ld+json'])")
    assert '"Stories", "item": "https://tenants.internal/stories/"' in structured


def test_the_search_finds_the_records_and_names_their_kind(site: Path) -> None:
    entries = json.loads((site / "search/pages.json").read_text("utf-8"))["docs"]
    by_place = {entry["location"]: entry for entry in entries}
    assert by_place["stories/a-cold-winter/"]["tags"] == ["Story"]
    assert "boiler" in by_place["stories/a-cold-winter/"]["alias"]
    assert "thermometer" in by_place["stories/a-cold-winter/#what-helped"]["text"]


def test_their_ids_are_permanent(folder: Path) -> None:
    assert STORY in names(load_checked(Project.at(folder)))
    assert advice("lock", folder=folder).returncode == 0
    (folder / "content/stories/a-cold-winter.yml").rename(folder / "content/stories/the-cold.yml")
    for file in ("guide.yml", "principles/repairs.yml", "worksheets/repair-log.yml"):
        text = (folder / "content" / file).read_text("utf-8").replace("a-cold-winter", "the-cold")
        (folder / "content" / file).write_text(text, "utf-8")
    (lost,) = found(folder)
    assert lost[:2] == ("content/ids.lock", "vanished-id")
    story = folder / "content/stories/the-cold.yml"
    story.write_text("was: [a-cold-winter]\n" + story.read_text("utf-8"), "utf-8")
    assert load_checked(Project.at(folder)).own["stories"]["the-cold"].was == ("a-cold-winter",)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("weeks: 3", "weeks: three", "bad-number"),
        ("solved-on: 2025-01-30", "solved-on: January", "bad-date"),
        ("outcome: Repaired", "outcome: Fixed", "unknown-choice"),
        ("right: repairs", "right: repair", "unknown-reference"),
        ("from: [our-advice]", "from: [our-advise]", "unknown-source"),
        ("list: checklists/before-you-move-in", "list: checklists/before", "unknown-link"),
        ("(principles/repairs#write-it-down)", "(principles/repairs#write-it)", "unknown-link"),
        ("to: worksheets/repair-log", "to: stories/a-cold-winter", "own-link"),
        ("place: Hillside", "plaice: Hillside", "unknown-field"),
        ("title: A cold winter", "title: Repair log", "same-title"),
    ],
)
def test_mistakes_are_reported_where_they_are(folder: Path, old: str, new: str, rule: str) -> None:
    file = "content/stories/a-cold-winter.yml"
    lines = (folder / file).read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if old in text)
    change(folder, file, old, new)
    assert (file, rule, line) in found(folder)


def test_texts_are_proofread(folder: Path) -> None:
    change(folder, "content/stories/a-cold-winter.yml", "in January. I called", "in January. I caled")
    (warning,) = warnings(load(Project.at(folder)))
    assert (warning.rule, warning.location.line) == ("misspelling", 12)


def test_no_field_of_its_own_can_hold_anything_but_text(folder: Path) -> None:
    story = folder / "content/stories/a-cold-winter.yml"
    data = yaml.safe_load(story.read_text("utf-8"))
    # Other tests show that invisible characters are refused, and that long texts are.
    lines = [
        f"A line {one.text}"
        for one in attacks()
        if len(one.text) < 300 and one.text.isascii() and one.text.isprintable()
    ]
    changed = {"solved-on": str(data["solved-on"]), "what-helped": lines, "place": "\" onclick='x' {{ 7*7 }}"}
    story.write_text(yaml.safe_dump(data | changed, allow_unicode=True, sort_keys=False), "utf-8")
    page: Any = html.fromstring(pages_of(folder)["stories/a-cold-winter/"].render())
    shown = [" ".join(line.text_content().split()) for line in page.xpath("//section//li")]
    assert shown == [" ".join(line.split()) for line in lines]
    assert len(shown) > 40
    assert page.xpath("//section//li/*|//script|//img|//iframe|//@onclick|//@onerror|//@style") == []
    assert page.xpath("//dl//dd")[0].text_content() == changed["place"]


def test_a_guide_can_show_its_kind_as_it_likes(folder: Path) -> None:
    template = folder / "templates/pages/story.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text(OWN_TEMPLATE, "utf-8")
    page: Any = html.fromstring(pages_of(folder)["stories/a-cold-winter/"].render())
    assert page.xpath("string(//h1)") == "A cold winter in Hillside"
    assert "Two rooms above a bakery, January 30, 2025, no more" in page.text_content()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("story.place", "story.plase", "“plase” is unknown here; did you mean “place”?"),
        ("{{ story.title }}", "{% if %}", "the template can’t be read"),
    ],
)
def test_a_mistake_in_its_template_is_reported_at_its_line(
    folder: Path, old: str, new: str, message: str
) -> None:
    template = folder / "templates/pages/story.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text(OWN_TEMPLATE.replace(old, new), "utf-8")
    with pytest.raises(ContentError) as caught:
        pages_of(folder)["stories/a-cold-winter/"].render()
    (problem,) = caught.value.problems
    assert (problem.location.file, problem.location.line) == ("templates/pages/story.html.j2", 3)
    assert message in problem.message


def test_editors_know_the_fields(folder: Path) -> None:
    own = read_own_kinds(Project.at(folder))
    made = {name: json.loads(data) for name, data in schemas(own).items()}
    story = made["schemas/story.json"]["properties"]
    assert story["outcome"]["enum"] == ["Repaired", "Rent lowered", "Moved out"]
    assert story["place"]["description"] == "The town."
    assert "weeks" not in made["schemas/story.json"]["required"]
    assert "what-happened" in made["schemas/story.json"]["required"]
    assert "stories" in made["schemas/guide.json"]["properties"]
    assert "schemas/kind.json" in made
    assert advice("schema", folder=folder).returncode == 0
    assert json.loads((folder / "schemas/story.json").read_text("utf-8")) == made["schemas/story.json"]


@pytest.mark.parametrize(("word", "file"), [("story", "stories"), ("right", "principles")])
def test_a_record_can_be_started_by_its_name(folder: Path, word: str, file: str) -> None:
    path = create(Project.at(folder), word, "two-keys")
    assert path == folder / f"content/{file}/two-keys.yml"
    guide = load_checked(Project.at(folder))
    assert guide.outline.shown[file][-1] == "two-keys"
    assert "unfinished" in {one.rule for one in warnings(load(Project.at(folder)))}


def test_the_first_record_of_a_kind_gets_a_section(folder: Path) -> None:
    (folder / "content/kinds/place.yml").write_text(
        "one: place\nmany: places\naddress: places\nfields:\n  phone: {type: text, optional: yes}\n", "utf-8"
    )
    create(Project.at(folder), "place", "library")
    guide = load_checked(Project.at(folder))
    assert guide.outline.sections["places"]
    assert guide.outline.sections["places"].title == "Places"
    assert pages_of(folder)["places/library/"].render()


def test_the_first_record_names_itself_where_it_has_to_name_one_of_its_kind(folder: Path) -> None:
    (folder / "content/kinds/place.yml").write_text(
        'one: place\nmany: "places \\"to go\\": 1 #2"\naddress: places\n'
        "fields:\n  nearest: {type: record, kind: place}\n",
        "utf-8",
    )
    create(Project.at(folder), "place", "library")
    create(Project.at(folder), "place", "pool")
    guide = load_checked(Project.at(folder))
    places = [place for place in guide.folder("places").values() if isinstance(place, OwnRecord)]
    assert {place.id: [one.value for one in place.shown] for place in places} == {
        "library": ["library"],
        "pool": ["library"],
    }
    assert guide.outline.sections["places"]
    assert guide.outline.sections["places"].title == 'Places "to go": 1 #2'


def test_other_sites_can_frame_pages_of_the_guide_but_none_of_its_own_kind(folder: Path) -> None:
    with (folder / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("embed: {allowed: ['https://a.example']}\n")
    pages = pages_of(folder)
    framed = {address for address, page in pages.items() if page.render_embedded}
    assert framed == {"checklists/before-you-move-in/", "forms/repair-log/"}
    assert pages["stories/a-cold-winter/"].render()


def test_a_kind_cannot_be_called_like_anything_that_templates_know(folder: Path) -> None:
    project, found = Project.at(folder), set[str]()
    guide = load_checked(project)
    jinja = environment(project.templates, load_strings(project.templates, "en", guide.kinds))

    @pass_context
    def note(context: Context, text: str) -> str:
        found.update(context.parent)
        return text

    jinja.filters["prose"] = note
    (page,) = (page for page in guide_pages(guide, {}, jinja) if page.address == f"{STORY}/")
    page.render()
    assert found - USED == {"record", "story"}  # the first has a template of the program


@pytest.mark.parametrize("name", sorted({*USED, "record"}))
def test_a_name_that_is_taken_is_reported(folder: Path, name: str) -> None:
    file = f"content/kinds/{name.replace('_', '-')}.yml"
    (folder / "content/kinds/story.yml").rename(folder / file)
    assert found(folder) == [(file, "kind-taken", 1)]


@pytest.mark.parametrize("name", ["names", "jinja", "values", "kwargs", "class"])
def test_any_other_name_can_be_used(folder: Path, name: str) -> None:
    (folder / "content/kinds/story.yml").rename(folder / f"content/kinds/{name}.yml")
    template = folder / f"templates/pages/{name}.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text(OWN_TEMPLATE.replace("story.", f"{name}."), "utf-8")
    assert "A cold winter in Hillside" in pages_of(folder)[f"{STORY}/"].render()


@pytest.mark.parametrize("number", ["0", "2026", "12500", "999999999"])
def test_a_number_can_be_a_year_or_an_amount(folder: Path, number: str) -> None:
    change(folder, "content/stories/a-cold-winter.yml", "weeks: 3", f"weeks: {number}")
    assert f"<dd>{number}</dd>" in pages_of(folder)[f"{STORY}/"].render()


@pytest.mark.filterwarnings("error")
def test_a_field_can_be_called_like_something_of_a_library(folder: Path) -> None:
    change(
        folder, "content/kinds/story.yml", "  weeks:", "  model-dump: {type: text, optional: yes}\n  weeks:"
    )
    load_checked(Project.at(folder))


def test_an_unknown_kind_cannot_be_started(folder: Path) -> None:
    with pytest.raises(Refusal, match=r"no kind called “storry”\. Did you mean “story”\?"):
        create(Project.at(folder), "storry", "two-keys")


def test_an_overlay_can_add_a_kind_and_rename_another(folder: Path) -> None:
    with (folder / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("overlay: overlays/north\n")
    north = folder / "overlays/north"
    for name in ("kinds", "places"):
        (north / name).mkdir(parents=True)
    (north / "kinds/place.yml").write_text(
        "one: place\nmany: places\naddress: places\nfields:\n  phone: {type: text}\n", "utf-8"
    )
    (north / "places/library.yml").write_text(
        "title: The library\nsummary: Free advice on Mondays.\nphone: ask at the desk\n"
        "next: {say: Read about repairs, to: principles/repairs}\n",
        "utf-8",
    )
    (north / "guide.yml").write_text(
        "kinds:\n  story: {one: report, many: reports, address: reports}\n"
        "places: {title: Places, lead: Where to ask., show: [library]}\n",
        "utf-8",
    )
    pages = pages_of(folder)
    assert {"places/library/", "reports/a-cold-winter/", "rights/repairs/"} <= pages.keys()
    assert '"../../reports/the-leak-upstairs/"' in pages["reports/a-cold-winter/"].render()


def test_another_name_in_the_outline_keeps_what_it_leaves_out(folder: Path) -> None:
    change(folder, "content/kinds/story.yml", "hint:", "was: [tales]\nhint:")
    named = "kinds:\n  story: {one: report, many: reports, was: [news]}\n"
    change(folder, "content/guide.yml", "kinds:\n", named)
    kind = load_checked(Project.at(folder)).kind("stories")
    assert (kind.noun(), kind.home(), kind.former_homes()) == ("report", "stories", ("tales", "news"))
    assert kind.named
    assert kind.named.hint == "what happened to others"
    change(folder, "content/guide.yml", "many: reports,", "many: reports, address: reports, hint: more,")
    kind = load_checked(Project.at(folder)).kind("stories")
    assert (kind.home(), kind.former_homes()) == ("reports", ("stories", "tales", "news"))
    assert kind.named
    assert kind.named.hint == "more"


def test_a_kind_has_one_class_for_each_state_of_its_file(folder: Path) -> None:
    first, second = (load_checked(Project.at(folder)).kind("stories") for _ in range(2))
    assert first is second
    assert issubclass(first, OwnRecord)
    change(folder, "content/kinds/story.yml", "many: stories", "many: tales")
    assert load_checked(Project.at(folder)).kind("stories") is not first


def test_its_records_can_be_sent_to_another_process(guide: Guide) -> None:
    sent = pickle.dumps((guide, guide.own["stories"]["a-cold-winter"], guide.principles["repairs"]))
    script = (
        "import pickle, sys\n"
        "guide, story, right = pickle.load(sys.stdin.buffer)\n"
        "print(story.address, right.address, guide.outline.sections['stories'].title)\n"
        "print([one.value.folder for one in story.shown if one.type == 'record'])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], input=sent, capture_output=True, check=False)
    assert done.stdout.decode() == "stories/a-cold-winter/ rights/repairs/ Stories\n['principles']\n", (
        done.stderr
    )
    assert isinstance(pickle.loads(sent)[1], type(guide.own["stories"]["a-cold-winter"]))
