"""A ClickHouse HTTP server on the embedded engine, so that the HTTP way is tested without a server installed.

    python -m tests.query.clickhouse_server --path DIR [--port N] [--password SECRET]

It prints its port and ends when its input closes.

It speaks what clickhouse-connect and curl need of the protocol: `/ping`; `query` in the address, the body or a form;
settings as parameters, `readonly` the last of them; `param_x` as bound values; bodies in lz4, zstd or gzip; errors with
`X-ClickHouse-Exception-Code`. Every request has an engine handle of its own, as it would have a context of its own.

Faults on demand, each for the next INSERT only: `POST /fault?mode=lose` does the work and cuts the line before the
answer, `mode=cut` cuts it before the work, `mode=<code>` answers with that code of the engine's.
"""

import argparse
import base64
import email
import email.policy
import gzip
import os
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import chdb
import lz4.frame
import zstandard

# Parameters of the protocol itself; all others are settings.
PROTOCOL = {
    "query", "database", "user", "password", "session_id", "query_id", "wait_end_of_query", "enable_http_compression",
    "send_progress_in_http_headers", "http_headers_progress_interval_ms", "client_protocol_version", "compress",
    "decompress", "default_format", "cancel_http_readonly_queries_on_client_close", "buffer_size",
}  # fmt: skip
NOT_FOUND = {"60", "81"}
AUTHENTICATION_FAILED = "516"
DECODERS = {"gzip": gzip.decompress, "lz4": lz4.frame.decompress}


def decoded(body: bytes, encoding: str | None) -> bytes:
    if not encoding:
        return body
    if encoding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(body)
    return DECODERS[encoding](body)


class Engine:
    def __init__(self, path: str) -> None:
        self.path = path
        self.first = chdb.connect(path)
        self.fault = ""
        self.lock = threading.Lock()

    def take_fault(self) -> str:
        with self.lock:
            fault, self.fault = self.fault, ""
            return fault

    def run(self, sql: str, data: bytes, settings: dict[str, str], params: dict[str, str], database: str) -> bytes:
        handle = chdb.connect(self.path)
        try:
            handle.query(f"USE `{database}`")
            for name, value in sorted(settings.items(), key=lambda item: item[0] == "readonly"):
                assert re.fullmatch(r"\w+", name)
                quoted = value.replace("\\", "\\\\").replace("'", "\\'")
                handle.query(f"SET {name} = '{quoted}'")
            insert = re.fullmatch(r"(\s*INSERT\s+INTO\s.*?)\sFORMAT\s+(\w+)\s*", sql, re.IGNORECASE | re.DOTALL)
            if insert is None:
                return bytes(handle.query(sql, "TabSeparated", params=params).bytes() or b"")
            fd = os.memfd_create("body", os.MFD_CLOEXEC)
            try:
                os.write(fd, data)
                handle.query(f"{insert[1]} FROM INFILE '/proc/self/fd/{fd}' FORMAT {insert[2]}")
            finally:
                os.close(fd)
            return b""
        finally:
            handle.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    engine: Engine
    password: str

    def log_message(self, *_):
        """Says nothing."""

    def do_GET(self):
        self.answer_request(b"")

    def do_POST(self):
        self.answer_request(self.body())

    def body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def answer_request(self, body: bytes) -> None:
        address = urlsplit(self.path)
        values = {key: texts[-1] for key, texts in parse_qs(address.query, keep_blank_values=True).items()}
        if address.path == "/ping":
            return self.answer(200, b"Ok.\n")
        if address.path == "/fault":
            self.engine.fault = values["mode"]
            return self.answer(200, b"")
        if self.headers.get("Content-Type", "").startswith("multipart/form-data"):
            values |= form_fields(self.headers["Content-Type"], body)
            body = b""
        if not self.authorized(values):
            return self.refuse(AUTHENTICATION_FAILED, "default: Authentication failed: password is incorrect")
        body = decoded(body, self.headers.get("Content-Encoding"))
        sql = values.get("query", "")
        if not sql:
            sql, body = body.decode(), b""
        fault = self.engine.take_fault() if sql.lstrip().upper().startswith("INSERT INTO") and body else ""
        if fault.isdecimal():
            return self.refuse(fault, f"Code: {fault}. DB::Exception: asked for by the test.")
        if fault == "cut":
            return self.cut()
        params = {key.removeprefix("param_"): value for key, value in values.items() if key.startswith("param_")}
        settings = {key: value for key, value in values.items() if key not in PROTOCOL and not key.startswith("param_")}
        try:
            result = self.engine.run(sql, body, settings, params, values.get("database") or "default")
        except RuntimeError as error:
            code = re.search(r"Code: (\d+)", str(error))
            return self.refuse(code[1] if code else "1002", str(error))
        if fault == "lose":
            return self.cut()
        return self.answer(200, result, {"X-ClickHouse-Format": "TabSeparated"} if result else {})

    def authorized(self, values: dict[str, str]) -> bool:
        if not self.password:
            return True
        basic = self.headers.get("Authorization", "").removeprefix("Basic ")
        given = base64.b64decode(basic).decode().partition(":")[2] if basic else values.get("password")
        return (self.headers.get("X-ClickHouse-Key") or given) == self.password

    def refuse(self, code: str, message: str) -> None:
        status = 404 if code in NOT_FOUND else 403 if code == AUTHENTICATION_FAILED else 500
        self.answer(status, message.encode(), {"X-ClickHouse-Exception-Code": code})

    def cut(self) -> None:
        self.close_connection = True

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("X-ClickHouse-Timezone", "UTC")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def form_fields(content_type: str, body: bytes) -> dict[str, str]:
    message = email.message_from_bytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body, policy=email.policy.HTTP
    )
    fields = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        fields[name] = part.get_payload(decode=True).decode()
    return fields


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--path", required=True)
    arguments.add_argument("--password", default="")
    arguments.add_argument("--port", type=int, default=0)
    given = arguments.parse_args()
    Handler.engine = Engine(given.path)
    Handler.password = given.password
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()
    # Not the long way: connections that clients keep open would hold it up, and nothing here is kept.
    os._exit(0)


if __name__ == "__main__":
    main()
