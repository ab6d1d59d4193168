"""The console's files, as a browser gets them."""

import gzip
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from controlplane.static import BasePath, Console
from query.store import Store
from tests.controlplane.asgi import get, send
from tests.controlplane.conftest import Platform

INDEX = '<!doctype html><head><base href="/" /><script type="module" src="./assets/main-3f.js"></script></head>'
SCRIPT = "console.log(1);" * 100
PAGE = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "favicon.svg").write_text("<svg/>")
    script = folder / "assets" / "main-3f.js"
    script.write_text(SCRIPT)
    script.with_name("main-3f.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    script.with_name("main-3f.js.br").write_bytes(b"pretend brotli")
    (tmp_path / "secret.txt").write_text("not served")
    (folder / "assets" / "out").symlink_to(tmp_path)
    return folder


@pytest.fixture
def app(dist: Path) -> ASGIApp:
    app = Starlette()
    app.router.default = Console(dist, "/", ("/api", "/compat"))
    return app


def test_hashed_files_are_kept_for_good_and_come_compressed(app: ASGIApp):
    plain = get(app, "/assets/main-3f.js", headers={"Accept-Encoding": "identity"})
    assert plain.text == SCRIPT
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["content-type"].startswith("text/javascript")
    packed = get(app, "/assets/main-3f.js", headers={"Accept-Encoding": "gzip, br;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == SCRIPT
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("path", ["/", "/traces", "/traces/4bf92f3577b34da6a3ce929d0e0e4736", "/apiary", "/index.html"])
def test_every_other_path_is_a_page(app: ASGIApp, path: str):
    answer = get(app, path, headers=PAGE)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.text == INDEX.replace('"/" />', '"/" />')


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-1.js", "/assets/", "/api/v1/nothing", "/api", "/compat/other", "/assets/out/secret.txt",
        "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/assets/main-3f.js%00", "/" + "a" * 5_000,
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_a_page_for_who_asks_for_a_file(app: ASGIApp, path: str):
    assert get(app, path, headers={"Accept": "*/*"}).status_code == 404
    assert "not served" not in get(app, path, headers=PAGE).text


@pytest.mark.parametrize("path", ["/assets/gone-1.js", "/api/v1/nothing", "/compat/other"])
def test_files_and_the_api_never_become_pages(app: ASGIApp, path: str):
    assert get(app, path, headers=PAGE).status_code == 404


def test_files_beside_the_page_are_asked_for_anew(app: ASGIApp):
    icon = get(app, "/favicon.svg")
    assert (icon.status_code, icon.headers["cache-control"]) == (200, "no-cache")
    assert icon.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("path", ["/", "/assets/main-3f.js"])
def test_pages_and_files_say_what_may_run_in_them(app: ASGIApp, path: str):
    headers = get(app, path, headers=PAGE).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_are_only_read(app: ASGIApp, method: str):
    assert send(app, method, "/traces", headers=PAGE).status_code == 404


def test_a_head_has_no_body(app: ASGIApp):
    answer = send(app, "HEAD", "/assets/main-3f.js")
    assert (answer.status_code, answer.content) == (200, b"")


def test_without_a_build_the_address_says_what_to_do(tmp_path: Path):
    app = Starlette()
    app.router.default = Console(tmp_path / "none", "/", ("/api",))
    answer = get(app, "/", headers=PAGE)
    assert "make console" in answer.text
    assert "/compat/jaeger" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("prefix", ["", "/ops/camelops"], ids=["taken away by the proxy", "left in the path"])
def test_below_a_base_path_everything_is_found(store: Store, dist: Path, prefix: str):
    platform = Platform(store, "based", console=dist, base_path="/ops/camelops/")

    def asked(path: str, **options: object) -> httpx.Response:
        return platform.get(prefix + path, **options)

    assert '<base href="/ops/camelops/"' in asked("/traces", headers=PAGE).text
    assert asked("/assets/main-3f.js").text == SCRIPT
    assert asked("/api/v1/version").json()["tenant"] == "based"
    assert asked("/compat/jaeger/api/services").json()["data"] == []
    assert asked("/compat/jaeger/api/v3/services").json() == {"services": []}
    assert asked("/api/v1/nothing", headers=PAGE).json()["type"] == "urn:camelops:problem:http"
    assert asked("/compat/jaeger/api/nothing").json()["errors"][0]["code"] == 404


def test_a_base_path_is_put_back_whole_or_not_at_all():
    seen: list[str] = []

    async def spy(scope, receive, send):
        seen.append(scope["path"])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    app = BasePath(spy, "/ops/")
    for path in ("/ops", "/ops/", "/opsy", "/", "/x"):
        get(app, path)
    assert seen == ["/ops", "/ops/", "/ops/opsy", "/ops/", "/ops/x"]
