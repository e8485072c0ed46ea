"""Measures how many readers one small machine can serve: nginx with our settings, loaded by wrk.

Both run on this machine, so they compete for the processor. Needs nginx with Debian's
libnginx-mod-http-brotli-static, wrk, and a site made by “advice build --compress”.
"""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build/site"
SETTINGS = ROOT / "build/hosting"
CONNECTIONS, THREADS = 64, 2
PAGES = ("index.html", "principles/*/index.html", "worksheets/*/index.html", "assets/*/guide.css")


def main() -> None:
    """Request each kind of page for a while, and print how fast it is."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--seconds", type=int, default=10, help="how long to request each page")
    seconds = options.parse_args().seconds
    if missing := [tool for tool in ("nginx", "wrk") if not shutil.which(tool)]:
        sys.exit(f"Missing: {' and '.join(missing)}. On Debian, run: apt install {' '.join(missing)}")
    if not (SITE / "index.html.br").is_file() or not SETTINGS.is_dir():
        sys.exit("There is no compressed site in build/site. Run: advice build --compress")
    print("| What | Bytes sent | Requests a second | Half within | 99 % within |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with served() as address:
        for page in PAGES:
            first = min(SITE.glob(page)).relative_to(SITE).as_posix()
            print(measured(address, first.removesuffix("index.html"), seconds), flush=True)


@contextmanager
def served() -> Iterator[str]:
    """Serve the site with the settings for hosts, on a free port."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        for settings in SETTINGS.glob("nginx-*.conf"):
            shutil.copy(settings, folder)
        text = (ROOT / "deploy/nginx.conf").read_text("utf-8")
        text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/srv/www", str(SITE))
        main_file = Path(folder, "nginx.conf")
        main_file.write_text(text.replace("/tmp/nginx", f"{folder}/nginx"), "utf-8")
        nginx = subprocess.Popen(["nginx", "-c", main_file, "-g", "daemon off;"])
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/"
        finally:
            nginx.terminate()
            nginx.wait()


def wait_for(address: str) -> None:
    """Return when `address` sends a compressed page."""
    for _ in range(50):
        time.sleep(0.1)
        try:
            with urlopen(Request(address, headers={"Accept-Encoding": "br"})) as answer:
                if answer.headers["Content-Encoding"] == "br":
                    return
        except URLError:
            continue
    sys.exit("nginx didn't send a compressed page; its errors are above.")


def measured(address: str, path: str, seconds: int) -> str:
    """Return a row of the table: the results of wrk for one address."""
    with urlopen(Request(address + path, headers={"Accept-Encoding": "br"})) as answer:
        size = len(answer.read())
    output = subprocess.run(
        [
            *("wrk", "--latency", f"--threads={THREADS}", f"--connections={CONNECTIONS}"),
            *(f"--duration={seconds}s", "--header=Accept-Encoding: br", address + path),
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(output)
    times = dict(re.findall(r"(50|99)%\s+(\S+)", output))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert rate, output
    return f"| `/{path}` | {size} | {float(rate[1]):,.0f} | {times['50']} | {times['99']} |"


if __name__ == "__main__":
    main()
