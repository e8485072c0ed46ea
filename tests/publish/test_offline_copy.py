"""The offline edition is a ZIP whose pages open with a double click and work as they do on the site."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Browser

from generator.engine.files import walk
from generator.model.fields import Language, Title
from generator.model.language import LanguageSettings, Translation
from generator.pages.page import offline_zip
from generator.problems import ContentError
from generator.publish.offline_copy import is_page_file
from generator.site.scripts import bundle_modules
from tests.support.loops import every
from tests.support.node import node
from tests.support.paths import REAL_URL, ROOT
from tests.support.small_pages import GUIDE

NAME = "the-networking-guide-offline"


@pytest.fixture(scope="module")
def files(real_site: Path) -> dict[str, bytes]:
    """The content of the files in the ZIP, by path."""
    with zipfile.ZipFile(real_site / f"offline/{NAME}.zip") as archive:
        # Files are stored, since compressed bytes would differ between machines.
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {name.partition("/")[0] for name in archive.namelist()} == {NAME}
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def opened(files: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the unpacked folder, on a disk with a space in its name."""
    folder = tmp_path_factory.mktemp("my disk") / NAME
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return f"{folder.as_uri()}/"


def test_everything_works_from_a_disk_without_a_network(browser: Browser, opened: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    requested: list[str] = []
    faults: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    for start in ("index.html", "tools/contacts/index.html"):
        page.goto(opened + start)
        # Type key by key, since the theme listens for key events.
        page.get_by_role("textbox", name="Search").press_sequentially("pateince")
        page.locator(".md-search-result__link[href*='principles/patience']").first.click()
        page.wait_for_url(f"{opened}principles/patience/index.html*")

    page.get_by_role("link", name="Worksheets", exact=True).first.click()
    page.wait_for_url(f"{opened}worksheets/index.html")
    page.goto(f"{opened}worksheets/patience/index.html")
    page.locator("[data-answers] textarea").first.fill("Written on a disk")
    page.reload()
    assert page.locator("[data-answers] textarea").first.input_value() == "Written on a disk"
    # The key has the name of the site, since the folder can be different on every machine.
    kept = "guide:/networking-guide.internal/:page/worksheets/patience"
    assert page.evaluate("Object.keys(sessionStorage)") == [kept]

    page.goto(f"{opened}tools/contacts/index.html")
    page.get_by_role("button", name="Add a person").click()
    assert page.locator("#contact-name").is_visible()
    page.locator("[data-colors]").first.click()
    page.goto(f"{opened}index.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "night"
    context.close()
    assert faults == []
    assert {urlsplit(url).scheme for url in requested} == {"file"}


def test_nothing_but_files_of_the_edition_can_be_loaded(
    browser: Browser, opened: str, real_address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{opened}index.html")
    answers = page.evaluate(
        "at => Promise.allSettled([fetch(at), new Promise((done, fail) =>"
        " Object.assign(new Image(), {onload: done, onerror: fail, src: at + 'favicon.png'}))])",
        real_address,
    )
    page.close()
    assert [answer["status"] for answer in answers] == ["rejected", "rejected"]


def test_every_link_leads_to_a_file_of_the_edition_or_to_the_site(files: dict[str, bytes]) -> None:
    pages = [name for name in files if name.endswith(".html")]
    assert "index.html" in pages
    assert len(pages) > 40
    for name in every(pages):
        tree: Any = lxml.html.fromstring(files[name].decode())
        for _, attribute, link, _ in tree.iterlinks():
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            path = normpath(f"/{dirname(name)}/{unquote(address.path)}").lstrip("/") if address.path else name
            assert path in files, (name, attribute, link)


def test_the_edition_has_every_sheet_and_links_to_the_site_for_the_rest(
    files: dict[str, bytes], real_site: Path
) -> None:
    sheets = {name for name in walk(real_site) if name.endswith(".pdf") and not name.startswith("es/")}
    assert sheets
    assert {name for name in files if name.endswith(".pdf")} == sheets
    assert f'href="{REAL_URL}worksheets/sheets.zip"' in files["worksheets/index.html"].decode()
    kinds = {name.rpartition(".")[2] for name in files}
    assert kinds <= set("css html ico js pdf png svg txt webp woff2".split())
    assert not [name for name in files if name.startswith("offline/") or name in ("404.html", "sw.js")]
    about = files["index.html"].decode()
    assert f'<link rel="canonical" href="{REAL_URL}">' in about
    assert "Read it offline" not in about
    assert "feed.xml" not in about


def test_a_text_file_explains_how_to_open_it_and_how_old_it_is(files: dict[str, bytes]) -> None:
    text = files["read-me.txt"].decode()
    assert "Open index.html in a browser." in text
    assert re.search(r"As of \d{4}-\d\d-\d\d\. Newest copy: " + REAL_URL, text)


def test_the_vendored_script_is_the_published_one_with_its_license(files: dict[str, bytes]) -> None:
    shim = ROOT / "templates/publish/vendor/iframe-worker/shim.js"
    read_me = (shim.parent / "README.md").read_text("utf-8")
    digest = hashlib.sha256(shim.read_bytes()).hexdigest()
    assert digest == "e8e412dbcfea9b7e31b5ffa288d7b6035915e714c542f4176a0cdbe262fc9609"
    assert digest[:8] in read_me
    assert files["iframe-worker/shim.js"] == shim.read_bytes()
    assert b"Permission is hereby granted" in files["iframe-worker/LICENSE.txt"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Networking Guide", "the-networking-guide-offline"),
        ("Guía de Empleo: 2", "guia-de-empleo-2-offline"),
        ("職探し", "guide-offline"),
    ],
)
def test_the_file_is_named_for_the_guide(name: str, expected: str) -> None:
    guide = replace(GUIDE, site=GUIDE.site.model_copy(update={"name": Title(name)}))
    assert offline_zip(guide) == expected
    settings = LanguageSettings(name=Title("English"), terms={})
    translation = Translation(Language("es"), settings, frozenset())
    assert offline_zip(replace(guide, translation=translation)) == f"{expected}-en"


def test_pages_need_the_pdfs_that_they_fill_in_but_no_others() -> None:
    names = [f"worksheets/one-talk/one-talk-a4-{end}" for end in ("fillable", "fillable-es", "print-es")]
    assert [is_page_file(f"{name}.pdf") for name in names] == [True, True, False]


def output(script: str) -> object:
    done = node("--input-type=commonjs", given=script)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_scripts_are_bundled_with_everything_they_import() -> None:
    scripts = {
        "page.js": (
            'import { greet as hello, NAME } from "./words.js";\n'
            'import {\n  twice,\n} from "./more-of-it.js";\n'
            "(async () => {\n"
            '  const { late } = await import("./later.js");\n'
            "  console.log(JSON.stringify([hello(NAME), twice(NAME), where(), late]));\n"
            "})();\n"
            "function where() { return new URL('../', import.meta.url).pathname; }\n"
        ),
        "words.js": 'export const NAME = "Ada";\nexport function greet(name) { return `Hello ${name}`; }\n',
        "later.js": 'import { NAME } from "./words.js";\nexport const late = `${NAME}, late`;\n',
        "more-of-it.js": (
            '/** @param {import("./words.js").Some} other */\n'
            'import { greet } from "./words.js";\n'
            "const own = greet;\nexport const twice = (name) => own(own(name));\n"
        ),
    }
    whole = bundle_modules("page.js", scripts, "file:///example.org/scripts/")
    assert "import" not in whole
    assert output(whole) == ["Hello Ada", "Hello Hello Ada", "/example.org/", "Ada, late"]


def test_what_needs_a_server_stays_an_import_that_browsers_refuse_on_a_disk() -> None:
    script = 'const no = () => console.log(0);\nimport("./scripts/server.js").catch(no);\n'
    assert 'import("./scripts/server.js").catch(no)' in bundle_modules(
        "guide.js", {"guide.js": script}, "file:///x/"
    )


@pytest.mark.parametrize(
    "script",
    [
        'import * as words from "./words.js";',
        'import words from "./words.js";',
        'import "./words.js";',
        'import { a } from "elsewhere";',
        'import { a } from "./nothing.js";',
        'import { b } from "./words.js";',
        'import { a } from "./ring.js";',
        'import("./words.js").then(console.log);',
        'import("https://other.example/words.js").catch(console.log);',
        "export default 1;",
        "export let a = 1;",
        "const a = 1; export { a };",
        'export * from "./words.js";',
        "const all = import.meta;",
    ],
)
def test_an_unsupported_import_or_export_is_refused(script: str) -> None:
    scripts = {
        "page.js": script + "\n",
        "words.js": "export const a = 1;\n",
        "ring.js": 'import { c } from "./page.js";\nexport const a = c;\n',
    }
    with pytest.raises(ContentError) as error:
        bundle_modules("page.js", scripts, "file:///x/")
    (problem,) = error.value.problems
    assert problem.location.file.startswith("templates/site/assets/scripts/")
    assert problem.fix
