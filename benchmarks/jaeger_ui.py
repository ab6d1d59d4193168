"""A stock Jaeger UI over our store: what it shows of a search, a trace and the dependencies.

    python -m benchmarks.jaeger_ui --ui BUILD --pictures FOLDER

BUILD is `packages/jaeger-ui/build` of github.com/jaegertracing/jaeger-ui, built from its sources (`vite build`), as it
is. It is served with `/api` going to `/compat/jaeger/api` of a camelops that has just stored telemetry, and opened in
Chromium: each page is a picture, and its text is looked at. Ends with 1 when a page lacks what it must show.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from benchmarks.load import Load
from benchmarks.load.transport import connect
from benchmarks.payloads import Window, generate
from benchmarks.processes import http_get
from benchmarks.subjects import Camelops

SPANS = 20_000
WINDOW_NS = 20 * 60 * 10**9
# Longer than a segment waits: then what was acknowledged is found.
STORED_S = 3.0
PAGE_S_MAX = 90
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
# Opens a page in Chromium. Its library is the console's: `make console` installs it.
LOOKER = Path(__file__).with_name("look.mjs")


@dataclass(frozen=True, slots=True)
class Page:
    """An address of the UI, and what must be read there."""

    name: str
    path: str
    texts: Sequence[str]


class _Front(BaseHTTPRequestHandler):
    """The UI's files, and the API behind them."""

    ui: Path
    api: str

    def do_GET(self) -> None:
        """Every path that is neither a file nor the API is the UI's own."""
        path = self.path.partition("?")[0]
        if path.startswith("/api/"):
            self._pass_on()
            return
        found = (self.ui / path.lstrip("/")).resolve()
        if not (found.is_file() and found.is_relative_to(self.ui)):
            found = self.ui / "index.html"
        self._answer(200, TYPES.get(found.suffix, "application/octet-stream"), found.read_bytes())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
        """Not a word."""

    def _pass_on(self) -> None:
        try:
            with urlopen(Request(f"{self.api}/compat/jaeger{self.path}"), timeout=PAGE_S_MAX) as answer:
                self._answer(answer.status, answer.headers["content-type"], answer.read())
        except HTTPError as error:
            self._answer(error.code, error.headers["content-type"], error.read())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def front(ui: Path, api: str) -> Iterator[str]:
    """The UI's address while the context is entered."""
    handler = type("Front", (_Front,), {"ui": ui.resolve(), "api": api})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def pages(api: str) -> list[Page]:
    """What is there to be shown, by our own account of it. Raises LookupError when nothing is."""
    found = json.loads(http_get(f"{api}/api/v1/traces?limit=200") or "{}")["traces"]
    # The generator goes on for ever: of some traces the root had not been sent yet.
    chosen = max((each for each in found if each["root_name"]), key=lambda trace: len(trace["services"]))
    service = chosen["root_service"]
    names = [each["name"] for each in chosen["services"]]
    dependencies = json.loads(
        http_get(f"{api}/compat/jaeger/api/dependencies?endTs={time.time_ns() // 10**6}&lookback=3600000") or "{}"
    )["data"]
    edge = dependencies[0]
    return [
        Page("search", f"/search?service={quote(service)}&lookback=1h&limit=20", [service, "Traces"]),
        Page("trace", f"/trace/{chosen['trace_id']}", [*names, chosen["root_name"]]),
        Page("dependencies", "/dependencies", [edge["parent"], edge["child"]]),
    ]


def missing(page: Page, address: str, pictures: Path | None) -> list[str]:
    """Texts that the page lacks after a while."""
    command = ["node", str(LOOKER), f"{address}{page.path}", str(pictures / f"{page.name}.png") if pictures else ""]
    looked = subprocess.run([*command, *page.texts], capture_output=True, text=True, timeout=PAGE_S_MAX, check=False)
    if looked.returncode:
        raise RuntimeError(f"{page.name} could not be looked at: {looked.stderr.strip()}")
    return list(json.loads(looked.stdout))


def run(arguments: argparse.Namespace) -> int:
    """The exit code."""
    with tempfile.TemporaryDirectory(prefix="camelops-jaeger-ui-") as scratch, Camelops(Path(scratch)) as subject:
        window = Window(time.time_ns() - WINDOW_NS, WINDOW_NS)
        transport = connect(subject.address.http, Load(protocol="http"))
        requests = generate("traces", seed=7, items=1_000, window=window)
        for _ in range(SPANS // 1_000):
            transport.export(next(requests).body)
        transport.close()
        time.sleep(STORED_S)
        failed = False
        with front(arguments.ui, subject.api) as address:
            for page in pages(subject.api):
                lacks = missing(page, address, arguments.pictures)
                failed = failed or bool(lacks)
                print(f"{page.name}: {'lacks ' + ', '.join(lacks) if lacks else 'shows ' + ', '.join(page.texts)}")
        return int(failed)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.jaeger_ui",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--ui", type=Path, required=True, help="a build of Jaeger UI")
    parser.add_argument("--pictures", type=Path, default=None, help="a folder for PNG files")
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
