"""nginx and Caddy, set up as docs/hosting.md says, but on a free port and in a folder of their own."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.waiting import wait_until

PATIENCE = 30
"""Seconds to wait for a server on a busy machine."""
VISITOR = "127.0.0.77"
"""Where requests come from: no other address on this machine looks like it."""
NGINX = Path("/etc/nginx")
TEMPORARY = "client_body proxy fastcgi uwsgi scgi"
"""What nginx has folders for, which only root can make where Debian wants them."""
UNPRIVILEGED = 65534
"""The user that servers run as when the tests run as root; containers do the same."""


def without_servers() -> str | None:
    """Return a sentence if Debian's nginx, its Brotli module, or Caddy is missing, else None."""
    modules = [*NGINX.glob("modules-enabled/*brotli-static*")]
    if modules and _path("nginx") and _path("caddy"):
        return None
    return (
        "nginx or Caddy is missing, so no real server was tested. On Debian and Ubuntu, run as root: "
        "apt install caddy libnginx-mod-http-brotli-static nginx"
    )


def _path(name: str) -> str:
    """Return the path of a command; people's PATH needn't have where Debian puts nginx."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") or ""


@dataclass(frozen=True)
class Server:
    """A server in a folder: the site is in `www`, and what it writes in `log` and `home`."""

    folder: Path
    port: int
    check: list[str | Path]
    """The command that reads the configuration."""
    run: list[str | Path]
    tls: bool = False

    def start(self, command: list[str | Path]) -> subprocess.Popen[bytes]:
        """Start one of the commands, with its output in `log`."""
        home = self.folder / "home"
        with (self.folder / "log/output").open("ab") as output:
            return subprocess.Popen(
                command, stdout=output, stderr=output, user=UNPRIVILEGED if os.geteuid() == 0 else None,
                env={**os.environ, "GUIDE_FILES": f"{self.folder}/www", "HOME": str(home),
                     "XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data"},
            )  # fmt: skip

    def written(self) -> dict[str, str]:
        """Return the text of every file that the server can have written, by its path."""
        files = (path for part in ("log", "home") for path in (self.folder / part).rglob("*"))
        return {str(path): path.read_text("utf-8", errors="replace") for path in files if path.is_file()}

    def connect(self) -> socket.socket:
        """Return a connection from the visitor's address."""
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE, (VISITOR, 0))
        if not self.tls:
            return connection
        anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
        return anyone.wrap_socket(connection, server_hostname="example.org")

    def status(self, request: bytes) -> int:
        """Send `request`, and return the status of the answer; 0 if there's none."""
        with self.connect() as connection:
            try:
                connection.sendall(request)
                answer = connection.recv(12)
            except OSError:  # the server hung up early
                return 0
        return int(answer[9:12] or 0) if answer.startswith(b"HTTP/1.") else 0

    def send_and_leave(self, data: bytes) -> None:
        """Send `data`, not encrypted, and break the connection at once."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE, (VISITOR, 0)) as connection:
            connection.sendall(data)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def running(server: Server) -> Iterator[None]:
    """Keep `server` running, and stop it at the end."""
    process = server.start(server.run)
    try:
        wait_until(lambda: process.poll() is not None or _answers(server), "the server answers")
        assert process.poll() is None, server.written()
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(server: Server) -> bool:
    try:
        server.connect().close()
    except (ConnectionRefusedError, ssl.SSLError):  # the certificate isn't there at once
        return False
    return True


@contextmanager
def own_folder(site: Path, base: str) -> Iterator[Path]:
    """Yield a folder that an unprivileged server can use, with a copy of `site` below `base`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(site, folder / f"www{base}")
        for name in ("log", "home"):
            (folder / name).mkdir()
            (folder / name).chmod(0o777)
        yield folder


def nginx(hosting: Path, folder: Path) -> Server:
    """`deploy/nginx.conf`, as in the container."""
    port = _free_port()
    changes = {
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "/srv/www": f"{folder}/www",
        "/tmp/": f"{folder}/home/",
    }
    _put(ROOT / "deploy/nginx.conf", folder / "nginx.conf", changes)
    for path in hosting.glob("nginx-*.conf"):
        shutil.copy(path, folder)
    return _nginx(folder, folder / "nginx.conf", port)


def debian_nginx(hosting: Path, folder: Path) -> Server:
    """Debian's own configuration with `deploy/nginx-site.conf`, and without Debian's sample site."""
    port, etc = _free_port(), folder / "etc"
    for name in ("conf.d", "guide", "sites-enabled"):
        (etc / name).mkdir(parents=True)
    changes = {
        "user www-data;": "",
        "/etc/nginx/conf.d": f"{etc}/conf.d",
        "/etc/nginx/sites-enabled": f"{etc}/sites-enabled",
        "/var/log/nginx": f"{folder}/log",
        "/run/": f"{folder}/home/",
    }
    _put(NGINX / "nginx.conf", etc / "nginx.conf", changes)
    site = {"listen 80;": f"listen 127.0.0.1:{port};", "/srv/www": f"{folder}/www"}
    _put(ROOT / "deploy/nginx-site.conf", etc / "conf.d/nginx-site.conf", site)
    temporary = (f"{name}_temp_path {folder}/home/{name};\n" for name in TEMPORARY.split())
    (etc / "conf.d/temporary.conf").write_text("".join(temporary), "utf-8")
    for path in hosting.glob("nginx-*.conf"):
        shutil.copy(path, etc / "guide")
    return _nginx(folder, etc / "nginx.conf", port)


def _nginx(folder: Path, settings: Path, port: int) -> Server:
    command: list[str | Path] = [_path("nginx"), "-e", folder / "log/before-reading.log", "-c", settings]
    return Server(folder, port, [*command, "-t"], [*command, "-g", "daemon off;"])


def caddy(hosting: Path, folder: Path) -> Server:
    """`deploy/Caddyfile`."""
    port = _free_port()
    return _caddy(
        hosting, folder, port, {":8080": f":{port}", "admin off": "admin off\n\tdefault_bind 127.0.0.1"}
    )


def caddy_with_tls(hosting: Path, folder: Path) -> Server:
    """`deploy/Caddyfile` for a domain, with a certificate that Caddy makes itself."""
    port = _free_port()
    own = (
        "admin off",
        "default_bind 127.0.0.1",
        "local_certs",
        "skip_install_trust",
        "auto_https disable_redirects",
    )
    changes = {":8080": f"https://example.org:{port}", "admin off": "\n\t".join(own)}
    return _caddy(hosting, folder, port, changes, tls=True)


def _caddy(hosting: Path, folder: Path, port: int, changes: Mapping[str, str], tls: bool = False) -> Server:
    _put(ROOT / "deploy/Caddyfile", folder / "Caddyfile", changes)
    shutil.copy(hosting / "guide.caddy", folder)
    end: list[str | Path] = ["--config", folder / "Caddyfile"]
    return Server(folder, port, [_path("caddy"), "validate", *end], [_path("caddy"), "run", *end], tls)


def counting_nginx(hosting: Path, folder: Path) -> Server:
    """Debian's nginx with a log for counting, as in docs/hosting.md."""
    server = debian_nginx(hosting, folder)
    site = folder / "etc/conf.d/nginx-site.conf"
    top, log = (one.replace("/var/log/nginx", f"{folder}/log") for one in _blocks("nginx"))
    text = site.read_text("utf-8")
    assert "access_log off;" in text
    site.write_text(top + text.replace("access_log off;", log), "utf-8")
    return server


def counting_caddy(hosting: Path, folder: Path) -> Server:
    """Caddy with a log for counting, as in docs/hosting.md."""
    server = caddy(hosting, folder)
    (block,) = _blocks("caddyfile")
    log = block.replace("/var/log/caddy", f"{folder}/log")
    _put(folder / "Caddyfile", folder / "Caddyfile", {"import guide.caddy": f"import guide.caddy\n{log}"})
    return server


def _blocks(language: str) -> list[str]:
    """Return the blocks in `language` of docs/hosting.md."""
    text = (ROOT / "docs/hosting.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


COUNTING: dict[str, Callable[[Path, Path], Server]] = {"nginx": counting_nginx, "Caddy": counting_caddy}
SETUPS: dict[str, Callable[[Path, Path], Server]] = {
    "nginx": nginx,
    "nginx of Debian": debian_nginx,
    "Caddy": caddy,
    "Caddy with TLS": caddy_with_tls,
}


def _put(source: Path, target: Path, changes: Mapping[str, str]) -> None:
    text = source.read_text("utf-8")
    for before in changes:
        assert before in text, f"{source} has no “{before}”"
    pattern = "|".join(map(re.escape, changes))
    target.write_text(re.sub(pattern, lambda match: changes[match[0]], text), "utf-8")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
