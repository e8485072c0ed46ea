"""Published assets are complete and small, and contain nothing that only authors need."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest
import rjsmin
from playwright.sync_api import Browser

from generator.layers import Layers
from generator.model.page_kinds import PAGE_KINDS
from generator.problems import ContentError
from generator.site.assets import FORMS, fingerprinted, site_assets, vendored
from tests.support.node import node
from tests.support.paths import NODE, ROOT

pytestmark = pytest.mark.usefixtures("node")
SCRIPTS = sorted((ROOT / "templates/site/assets").rglob("*.js"))
WORKERS = sorted((ROOT / "templates/publish/worker").glob("*.js"))

WORKSHEET, OTHERS = 15_300, 21_700
"""Bytes of our scripts on a page, as a host sends them."""


def test_style_sheets_are_joined_by_name_and_those_in_folders_separately(tmp_path: Path) -> None:
    for folder in ("tools", "moments", "home"):
        (tmp_path / "site/assets/style" / folder).mkdir(parents=True)
    for name in ("2-late", "1-early", "tools/3-form", "tools/7-fields", "moments/7-path", "home/7-doors"):
        word = name.rpartition("-")[2]
        (tmp_path / f"site/assets/style/{name}.css").write_text(f"/* why */\n.{word} {{ color: red; }}\n")
    assert site_assets(Layers(tmp_path)) == {
        "assets/guide.css": b".early{color:red}.late{color:red}",
        "assets/tools.css": b".form{color:red}.fields{color:red}",
        "assets/moments.css": b".fields{color:red}.path{color:red}",
        "assets/home.css": b".doors{color:red}",
    }


def test_the_forms_that_style_sheets_share_exist() -> None:
    assert all((ROOT / f"templates/site/assets/style/tools/{name}").is_file() for name in FORMS)


def test_only_comments_are_removed_from_scripts(tmp_path: Path) -> None:
    (tmp_path / "site/assets").mkdir(parents=True)
    (tmp_path / "site/assets/a.js").write_text(
        '// why\nconst a = "// stays"; /** @type {number} */\nlet b = `two\n  lines`, c = /[/*]/.test(a);\n'
    )
    text = site_assets(Layers(tmp_path))["assets/a.js"].decode()
    assert "why" not in text
    assert "@type" not in text
    assert '"// stays"' in text
    assert "`two\n  lines`" in text
    assert "/[/*]/" in text


def test_the_program_for_pdfs_is_the_pinned_one_with_all_its_licenses() -> None:
    sent = vendored(Layers(ROOT / "templates"))
    assert {*sent} == {"assets/pdf/pdf-lib.js", "assets/pdf/LICENSE.txt"}
    program = sent["assets/pdf/pdf-lib.js"]
    package = NODE / "node_modules/@cantoo/pdf-lib"
    assert program == (package / "dist/pdf-lib.min.js").read_bytes()
    about = (ROOT / "templates/publish/vendor/pdf-lib/README.md").read_text("utf-8")
    version = json.loads((NODE / "package.json").read_text("utf-8"))["dependencies"]["@cantoo/pdf-lib"]
    assert f"@cantoo/pdf-lib {version} " in about
    assert f"`{hashlib.sha256(program).hexdigest()[:8]}`" in about
    # Its map says what it was made from. Each package is named with its license.
    sources = json.loads((package / "dist/pdf-lib.min.js.map").read_text("utf-8"))["sources"]
    parts = {
        match[1] for source in sources if (match := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", source))
    }
    assert parts
    named = sent["assets/pdf/LICENSE.txt"].decode()
    assert [part for part in (*parts, "pdf-lib") if not re.search(rf"^  {part}\b", named, re.MULTILINE)] == []


def same(*pairs: tuple[str, str]) -> list[bool]:
    """For each pair of scripts, return whether they differ only in comments and white space."""
    done = node("tokens.mjs", given=json.dumps(pairs))
    assert done.returncode == 0, done.stderr
    found: list[bool] = json.loads(done.stdout)
    return found


def test_removing_comments_does_not_change_what_a_script_does() -> None:
    """The library that removes comments can damage nested template literals."""
    folder = ROOT / "templates/site/assets"
    sent = site_assets(Layers(ROOT / "templates"))
    pairs = [
        (sent[f"assets/{path.relative_to(folder).as_posix()}"].decode(), path.read_text("utf-8"))
        for path in SCRIPTS
    ]
    assert len(pairs) > 20
    pairs += [(str(rjsmin.jsmin(text)), text) for text in (path.read_text("utf-8") for path in WORKERS)]
    names = [path.name for path in (*SCRIPTS, *WORKERS)]
    assert [name for name, kept in zip(names, same(*pairs), strict=True) if not kept] == []


def test_a_damaged_text_would_be_found() -> None:
    assert same(("a = `${b && ` c`}` // d", "a=`${b&&`c`}`"), ("a = `b` // c", "a=`b`")) == [False, True]


def test_a_link_that_leaves_the_folder_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "templates/site/assets"
    folder.mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (folder / "a.svg").symlink_to(tmp_path / "secret")
    with pytest.raises(ContentError) as raised:
        site_assets(Layers(ROOT / "templates", tmp_path / "templates"))
    assert [str(problem.location.file) for problem in raised.value.problems] == [
        "templates/site/assets/a.svg"
    ]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("worksheets/patience/", WORKSHEET),
        ("checklists/before-you-meet/", WORKSHEET),
        ("messages/polite-nudge/", WORKSHEET),
        ("moments/wrote-no-answer/", WORKSHEET),
        ("start/", WORKSHEET),
        ("tools/contacts/", OTHERS),
        ("my-week/", 5_000),
        ("principles/patience/", 2_000),
    ],
)
def test_the_scripts_of_a_page_stay_small(
    path: str, most: int, browser: Browser, real_address: str, real_site: Path
) -> None:
    page = browser.new_page()
    ours: list[str] = []
    page.on("request", lambda request: ours.append(request.url.removeprefix(real_address)))
    page.goto(real_address + path, wait_until="networkidle")
    page.close()
    scripts = [name for name in ours if re.fullmatch(r"assets/[0-9a-f]{8}/(guide|scripts/.+)\.js", name)]
    assert scripts
    assert sum(len(brotli.compress((real_site / name).read_bytes())) for name in scripts) <= most


def test_files_that_browsers_cache_forever_get_new_addresses_when_one_changes() -> None:
    before, files = fingerprinted({"assets/a.js": b"import './b.js'", "assets/b.js": b"1"})
    after, _ = fingerprinted({"assets/a.js": b"import './b.js'", "assets/b.js": b"2"})
    assert before != after
    assert files == {f"{before}/a.js": b"import './b.js'", f"{before}/b.js": b"1"}
    assert (
        before
        == fingerprinted(dict(reversed([("assets/a.js", b"import './b.js'"), ("assets/b.js", b"1")])))[0]
    )


def test_every_script_is_used_by_a_page() -> None:
    folder = ROOT / "templates/site/assets"
    scripts = {path.stem: path.read_text("utf-8") for path in (folder / "scripts").glob("*.js")}
    imported = {
        name
        for text in (*scripts.values(), (folder / "guide.js").read_text("utf-8"))
        for name in re.findall(r'(?:from |await import\()"\./(?:scripts/)?([\w-]+)\.js"', text)
    }
    everywhere = (ROOT / "templates/site/assets/guide.js").read_text("utf-8")
    imported |= set(re.findall(r'import\("\./scripts/([\w-]+)\.js"\)', everywhere))
    started = {kind.script for kind in PAGE_KINDS.values()} - {None}
    assert {*scripts} <= imported | started
    assert started <= {*scripts}
