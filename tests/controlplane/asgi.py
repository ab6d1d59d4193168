"""Requests to an ASGI app in this process."""

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp


def get(app: ASGIApp, path: str, **options: Any) -> httpx.Response:
    return send(app, "GET", path, **options)


def send(app: ASGIApp, method: str, path: str, **options: Any) -> httpx.Response:
    async def request() -> httpx.Response:
        # A defect is answered as a client sees it, not raised here.
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.request(method, path, **options)

    return asyncio.run(request())
