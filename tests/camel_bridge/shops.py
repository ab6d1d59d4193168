"""The shop (`agent/src/test/runtimes`) in a JVM of its own on any runtime, with the agent, and whom it tells."""

import io
import os
import re
import signal
import subprocess
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.camel import JAR, class_path, karaf, opentelemetry_agent, packaged, traced_class_path
from camel_bridge.gateway import Gateway
from native import Ring
from tests.camel_bridge.asked import CALL_S_MAX, gateway_file
from tests.camel_bridge.records import Exchange, Route, told
from tests.eventually import eventually

# Also on a machine that does much else.
START_S_MAX = 60
# What has ended is told at once, counters each second.
KEPT_S_MAX = 30
# Each takes a port that is free, and says which.
LISTENS = re.compile(r"(?:listens on port |Tomcat started on port |Listening on: http://127.0.0.1:)(\d+)")
AGENT_OPTIONS = "ring.mib=16,metrics.interval.s=1,sampling.per.second=100000"
BUNDLE = """Manifest-Version: 1.0
Bundle-ManifestVersion: 2
Bundle-SymbolicName: shop
Bundle-Version: 0.0.0
Bundle-Activator: osgi.Activator
Import-Package: org.osgi.framework
DynamicImport-Package: *
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A runtime, and the Camel on it."""

    runtime: str
    camel: str

    def __str__(self) -> str:
        return f"{self.runtime}, Camel {self.camel}"


MAIN = [Row("camel-main", version) for version in ("3.14.10", "3.22.4", "4.10.7", "4.18.1", "4.22.0")]
SPRING_BOOT = Row("Spring Boot 3.5.9", "4.18.0")
QUARKUS = Row("Quarkus 3.31.1", "4.17.0")
KARAF = Row("Karaf 4.4.8, a bundle", "4.18.1")
BESIDE_AGENT = Row("camel-main, OpenTelemetry's Java agent 2.33.1", "4.22.0")
BESIDE_COMPONENT = Row("camel-main, camel-opentelemetry2", "4.18.0")
RUNTIMES = [*MAIN, SPRING_BOOT, QUARKUS, KARAF]
TRACED = [BESIDE_AGENT, BESIDE_COMPONENT]


class Teller:
    """Another process, as the shop sees it: keeps the bodies that it is told, each with all its headers of W3C."""

    def __init__(self) -> None:
        self.told: dict[str, list[str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/told"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        told = self.told

        class Handler(BaseHTTPRequestHandler):
            # A client that is closed on after each answer may have begun to use the connection again.
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
                told[body] = self.headers.get_all("traceparent") or []
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        return Handler

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass(slots=True)
class Shop:
    """A shop that is open. `taken`: orders it took; `said`: what it wrote."""

    row: Row
    port: int
    teller: Teller
    ring: Ring
    gateway: Gateway
    said: Path
    taken: int = 0
    read: list[Exchange] = field(default_factory=list)
    routes: dict[str, Route] = field(default_factory=dict)

    @property
    def context(self) -> str:
        return self.gateway.describe().contexts[0].name

    def order(self, *lines: str, traceparent: str | None = None) -> bool:
        """Whether it took it."""
        taken = ordered(self.port, ",".join(lines), traceparent)
        self.taken += taken
        return taken

    def kept(self, *lines: str) -> list[Exchange]:
        """The exchange of the order with these lines, then its parts; once it is told."""

        def whole() -> list[Exchange]:
            self.catch_up()
            found = [each for each in self.read if not each.is_part and ",".join(lines) in bodies(each)]
            assert found, [bodies(each) for each in self.read]
            return found + [each for each in self.read if each.is_part and each.trace == found[0].trace]

        return eventually(whole, within_s=KEPT_S_MAX)

    def catch_up(self) -> None:
        found = told(self.ring)
        self.read.extend(found.exchanges)
        self.routes.update(found.routes)


def bodies(exchange: Exchange) -> list[str | bytes]:
    return [message.body for message in exchange.messages]


def ordered(port: int, body: str, traceparent: str | None = None) -> bool:
    headers = {"content-type": "text/plain; charset=utf-8"} | ({"traceparent": traceparent} if traceparent else {})
    with closing(HTTPConnection("127.0.0.1", port, timeout=CALL_S_MAX)) as connection:
        connection.request("POST", "/orders", body.encode(), headers)
        return connection.getresponse().status < 300


@contextmanager
def opened(row: Row, folder: Path) -> Iterator[Shop]:
    """Started, and has taken a first order; at the end it is killed."""
    teller, rings, said = Teller(), folder / "rings", folder / "said"
    settings = [f"-Dshop.told={teller.url}", f"-Dshop.out={teller.url}"]
    agent = f"-javaagent:{JAR}=ring.dir={rings},{AGENT_OPTIONS}"
    command, environment = _command(row, folder, [agent, *settings])
    with (
        said.open("w") as output,
        subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, env=os.environ | environment, start_new_session=True
        ) as jvm,
    ):
        try:

            def is_open() -> int:
                assert jvm.poll() is None, said.read_text()
                listens = LISTENS.search(said.read_text())
                assert listens, said.read_text()
                port = int(listens[1])
                try:
                    assert ordered(port, "first"), said.read_text()
                except (OSError, HTTPException) as closed:
                    raise AssertionError(f"{closed}: {said.read_text()}") from closed
                return port

            port = eventually(is_open, within_s=START_S_MAX)
            assert rings.exists(), said.read_text()
            file = gateway_file(rings)
            with Gateway(file, call_s_max=CALL_S_MAX) as gateway:
                yield Shop(row, port, teller, Ring(file.with_suffix(".ring")), gateway, said, taken=1)
        finally:
            os.killpg(jvm.pid, signal.SIGKILL)
            teller.close()


def _command(row: Row, folder: Path, options: list[str]) -> tuple[list[str], dict[str, str]]:
    java = ["java", *options]
    if row == SPRING_BOOT:
        return [*java, "-jar", str(packaged("spring-boot") / "shop.jar"), "--server.port=0"], {}
    if row == QUARKUS:
        jar = packaged("quarkus") / "quarkus-app" / "quarkus-run.jar"
        return [*java, "-Dquarkus.http.port=0", "-Dquarkus.http.host=127.0.0.1", "-jar", str(jar)], {}
    if row == KARAF:
        home = _karaf_with_bundle(row.camel, folder)
        return [str(home / "bin" / "karaf"), "server"], {"EXTRA_JAVA_OPTS": " ".join(options), "KARAF_EXEC": "exec"}
    if row == BESIDE_COMPONENT:
        return [*java, "-cp", traced_class_path(row.camel), "traced.Traced"], {}
    beside = []
    if row == BESIDE_AGENT:
        beside = [f"-javaagent:{opentelemetry_agent()}", "-Dotel.traces.exporter=console"]
        beside += ["-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none"]
    return [*java, *beside, "-cp", class_path(row.camel), "shop.Plain"], {}


def _karaf_with_bundle(camel: str, folder: Path) -> Path:
    archive, activator = karaf(camel)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    (home,) = folder.glob("apache-karaf-*")
    applications, jars = class_path(camel).split(os.pathsep)
    classes = [*Path(applications).glob("shop/*.class"), *activator.glob("osgi/*.class")]
    libraries = sorted(Path(jars).parent.glob("*.jar"))
    inside = ",".join([".", *(f"lib/{path.name}" for path in libraries)])
    # A line of a manifest has 72 bytes at most.
    line = f"Bundle-ClassPath: {inside}"
    wrapped = "\n ".join(line[at : at + 70] for at in range(0, len(line), 70))
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", f"{BUNDLE}{wrapped}\n")
        for path in classes:
            jar.write(path, f"{path.parent.name}/{path.name}")
        for path in libraries:
            jar.write(path, f"lib/{path.name}")
    (home / "deploy").mkdir(exist_ok=True)
    (home / "deploy" / "shop.jar").write_bytes(bundle.getvalue())
    return home
