"""An address that must never be asked."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def set_trap() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and who asked it."""
    visits: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    connection, peer = listener.accept()
                except OSError:
                    return
                visits.append(str(peer))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", visits
