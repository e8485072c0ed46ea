"""Every kind of host gets the same headers, in a format it can read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.model.sharing import Embed
from generator.problems import ContentError
from generator.project import Project
from generator.publish.hosting import write_headers
from tests.support.headers_file import rules, sent
from tests.support.loops import every
from tests.support.paths import ROOT

PROJECT = Project(ROOT)
POLICY = "default-src 'none'; script-src 'self' 'sha256-a+b/c='"
NOWHERE = f"{POLICY}; frame-ancestors 'none'"
A_YEAR = "public, max-age=31536000, immutable"
TYPES = {"feed.xml": "application/atom+xml; charset=utf-8", "llms.txt": "text/plain; charset=utf-8"}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The files for all hosts, by name, for a site with a feed at a subpath."""
    for name in TYPES:
        (tmp_path / name).touch()
    snippets = write_headers(tmp_path, "https://example.org/guide/", POLICY, None, PROJECT)
    headers = (tmp_path / "_headers").read_bytes()
    return {name: data.decode() for name, data in {"_headers": headers, **snippets}.items()}


def test_every_file_of_the_real_guide_gets_its_headers_once(real_site: Path) -> None:
    found = rules((real_site / "_headers").read_text("utf-8"))
    pages = [path.read_text("utf-8") for path in real_site.rglob("*.html")]
    hashes = {
        digest for page in pages for digest in re.findall(r"'sha256-[^']+'", page.partition("<title>")[0])
    }
    for path in every(sorted(real_site.rglob("*"))):
        address = "/" + path.relative_to(real_site).as_posix()
        given = sent(found, address.removesuffix("index.html"))
        policy = given["Content-Security-Policy"]
        assert hashes == set(re.findall(r"'sha256-[^']+'", policy))
        assert given["X-Content-Type-Options"] == "nosniff"
        assert ("Cache-Control" in given) == address.startswith(("/assets/", "/es/assets/")), address
    assert sent(found, "/feed.xml")["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "Cache-Control" not in sent(found, "/sw.js")


def test_every_file_cached_forever_has_a_digest_of_its_content_in_its_address(real_site: Path) -> None:
    kept = [path.relative_to(real_site / "assets") for path in (real_site / "assets").rglob("*")]
    plain = [path for path in kept if (real_site / "assets" / path).is_file()]
    assert len(plain) > 30
    assert [path for path in plain if not re.search(r"(^|\.)[0-9a-f]{8}[./]", path.as_posix())] == []


def test_a_guide_at_a_subpath_sets_headers_only_for_itself(files: dict[str, str]) -> None:
    found = rules(files["_headers"])
    assert sent(found, "/elsewhere/") == {}
    assert sent(found, "/guide/")["Content-Security-Policy"] == NOWHERE
    assert sent(found, "/guide/assets/1a2b3c4d/guide.css")["Cache-Control"] == A_YEAR
    assert all(pattern.startswith("/guide/") for pattern in found)


def test_own_servers_send_what_static_hosts_send(files: dict[str, str]) -> None:
    everywhere = rules(files["_headers"])["/guide/*"]
    nginx = dict(re.findall(r'^add_header (\S+) "(.+)" always;$', files["nginx-server.conf"], re.MULTILINE))
    assert nginx == everywhere
    for block in every(
        re.findall(r"^\t*header \{\n(.*?)\n\t*\}", files["guide.caddy"], re.DOTALL | re.MULTILINE)
    ):
        caddy = dict(re.findall(r'^\t+(\S+) "(.+)"$', block, re.MULTILINE))
        assert everywhere.items() <= caddy.items()
    for text in ("".join(files[name] for name in files if name.startswith("nginx")), files["guide.caddy"]):
        assert text.count(f'"{A_YEAR}"') == 1
        assert '"no-cache"' in text
        assert "/guide/404.html" in text
        for name, type in TYPES.items():
            assert re.search(rf'/guide/{re.escape(name)} .*"{re.escape(type)}"', text)


def test_other_sites_can_show_only_what_is_made_for_them(tmp_path: Path) -> None:
    allowed = Embed.model_validate(
        {"allowed": ["https://courses.example.edu/", "https://*.example.org:8443"]}
    )
    write_headers(tmp_path, "https://example.org/guide/", POLICY, allowed, PROJECT)
    found = rules((tmp_path / "_headers").read_text("utf-8"))
    for path in ("", "embed", "worksheets/a/", "assets/1a2b3c4d/embed.css", "nothing/embed/"):
        assert sent(found, f"/guide/{path}")["Content-Security-Policy"] == NOWHERE
        assert found["/guide/*"]["X-Frame-Options"] == "DENY"
    for path in ("embed/", "embed/worksheets/a/", "embed/frame.js"):
        policy = f"{POLICY}; frame-ancestors https://courses.example.edu https://*.example.org:8443"
        assert sent(found, f"/guide/{path}")["Content-Security-Policy"] == policy


def test_no_header_of_nginx_is_hidden_by_one_in_an_inner_block(files: dict[str, str]) -> None:
    lines = files["nginx-server.conf"].splitlines()
    assert not [line for line in lines if re.match(r"[^#]+\badd_header", line)]
    repository = ROOT / "deploy/nginx.conf"
    assert "add_header" not in repository.read_text("utf-8")


def test_a_policy_that_hosts_would_cut_off_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        write_headers(tmp_path, "https://example.org/", "x" * 2000, None, PROJECT)
    assert "scripts" in error.value.problems[0].fix


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ nonsense }}", "'nonsense' is undefined"),
        ("{% if %}", "can’t be read"),
        ('{% include "other.j2" %}', "there’s no template “other.j2”"),
    ],
)
def test_a_mistake_in_a_template_of_the_guide_is_reported_with_its_place(
    tmp_path: Path, text: str, message: str
) -> None:
    own = tmp_path / "templates"
    (own / "publish/hosting").mkdir(parents=True)
    template = own / "publish/hosting/_headers.j2"
    project = Project(tmp_path)
    template.write_text('{% include "program/_headers.j2" %}\n/ours\n  X-Ours: yes\n', "utf-8")
    write_headers(tmp_path, "https://example.org/", POLICY, None, project)
    assert sent(rules((tmp_path / "_headers").read_text("utf-8")), "/ours")["X-Ours"] == "yes"
    template.write_text(f"/*\n  X-Ours: {text}\n", "utf-8")
    with pytest.raises(ContentError, match=message) as error:
        write_headers(tmp_path, "https://example.org/", POLICY, None, project)
    (problem,) = error.value.problems
    assert (problem.rule, problem.location.file, problem.location.line) == (
        "template",
        "templates/publish/hosting/_headers.j2",
        2,
    )
