"""Runs Lighthouse on a page of each main kind: python bench/lighthouse.py [folder of the built site].

It needs the packages of bench/node (npm ci) and serves the site compressed, as a good host does.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.hosting import FLAGS  # noqa: E402
from tests.support.page_weight import COMPRESSED, KINDS  # noqa: E402
from tests.support.prerequisites import chromium_path  # noqa: E402

LIGHTHOUSE = ROOT / "bench/node/node_modules/lighthouse/cli/index.js"
PAGES = {name: KINDS[name] for name in ("home", "moment", "principle", "worksheet")} | {"Spanish home": "es/"}
"""The address of each page, by what it's called in the table."""
RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {"first-contentful-paint": "FCP", "largest-contentful-paint": "LCP", "total-blocking-time": "TBT"}


class _Host(ThreadingHTTPServer):
    """Serves files of one folder from memory, compressed once."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.packed: dict[Path, bytes] = {}
        super().__init__(("127.0.0.1", 0), _Answer)

    def body(self, file: Path) -> bytes:
        if file not in self.packed:
            data = file.read_bytes()
            self.packed[file] = data if file.suffix in COMPRESSED else brotli.compress(data, quality=11)
        return self.packed[file]


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Host

    def do_GET(self) -> None:
        file = self.server.site / unquote(urlsplit(self.path).path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file() and file.resolve().is_relative_to(self.server.site)
        file = file if found else self.server.site / "404.html"
        body = self.server.body(file)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", f"{guess_type(file.name)[0] or 'application/octet-stream'}")
        if file.suffix not in COMPRESSED:
            self.send_header("Content-Encoding", "br")
        for name, value in self._headers(file).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _headers(self, file: Path) -> dict[str, str]:
        kept = "assets" in file.relative_to(self.server.site).parts
        return {
            "Cache-Control": "public, max-age=31536000, immutable" if kept else "no-cache",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the table readable."""


def report(url: str, folder: Path) -> dict[str, Any]:
    """Return the report of Lighthouse about `url` on a phone."""
    file = folder / "report.json"
    flags = " ".join(["--headless=new", *FLAGS])
    command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={file}"]
    command += [f"--chrome-flags={flags}", "--enable-error-reporting=false"]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": str(chromium_path())})
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def main(site: Path) -> None:
    """Print a row for each page with the median of three runs, then the failed checks.

    “machine” is Lighthouse’s measure of how fast this machine is right now; a desktop has 1,500 or more.
    """
    print("| Page | " + " | ".join([*CATEGORIES, *TIMES.values(), "CLS", "machine"]) + " |")
    print("| --- " + "| ---: " * (len(CATEGORIES) + len(TIMES) + 2) + "|")
    host = _Host(site.resolve())
    threading.Thread(target=host.serve_forever, daemon=True).start()
    unmet: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for page, address in PAGES.items():
            url = f"http://127.0.0.1:{host.server_port}/{address}"
            reports = [report(url, Path(folder)) for _ in range(RUNS)]
            scores = [
                f"{statistics.median(report['categories'][name]['score'] for report in reports) * 100:.0f}"
                for name in CATEGORIES
            ]
            measured = [
                statistics.median(report["audits"][name]["numericValue"] for report in reports)
                for name in (*TIMES, "cumulative-layout-shift")
            ]
            times = [f"{value:.0f} ms" for value in measured[:-1]]
            machine = statistics.median(report["environment"]["benchmarkIndex"] for report in reports)
            row = [page, *scores, *times, f"{measured[-1]:.3f}", f"{machine:.0f}"]
            print("| " + " | ".join(row) + " |", flush=True)
            unmet |= set(_unmet(reports[-1], page))
    host.shutdown()
    print("\n".join(["", *sorted(unmet)]))


def _unmet(report: dict[str, Any], page: str) -> list[str]:
    counted = {
        audit["id"]
        for name in CATEGORIES
        for audit in report["categories"][name]["auditRefs"]
        if audit["weight"] > 0
    }
    return [
        f"{page}: {audit['title']} ({name}, {audit.get('displayValue', 'no')})"
        for name, audit in report["audits"].items()
        if name in counted and audit["score"] is not None and audit["score"] < 1
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/site")
