"""The whole application without a socket."""

import asyncio
from dataclasses import dataclass

import httpx
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Site:
    """The application, asked as a browser asks it."""

    app: ASGIApp

    def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to a GET, redirects not followed; `accept_language` is the header Accept-Language."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.get(path, headers=named)

        return asyncio.run(ask())
