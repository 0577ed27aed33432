"""Redirections that name a path and no host.

Starlette sends who writes a slash too many or too few to an address with the host that the
client claims, which a shared cache would then send others to.
"""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ByPath:
    """An application whose redirections by 307 stay where they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_by_path(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 307:
                headers = [
                    (name, _path(value) if name == b"location" else value)
                    for name, value in message["headers"]
                ]
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, send_by_path)


def _path(location: bytes) -> bytes:
    return urlsplit(location)._replace(scheme=b"", netloc=b"").geturl()
