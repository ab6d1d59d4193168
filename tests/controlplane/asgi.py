"""Requests to an ASGI app in this process."""

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp


def get(app: ASGIApp, path: str, **options: Any) -> httpx.Response:
    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.get(path, **options)

    return asyncio.run(request())
