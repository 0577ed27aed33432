"""Which methods an address takes: said to OPTIONS, to a browser before it asks, and with each 405."""

EVERYWHERE = "GET, HEAD, OPTIONS"
QUERIED = "GET, HEAD, POST, OPTIONS"
UPDATED = "POST, OPTIONS"
STORED = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
AT = {"/sparql": QUERIED, "/update": UPDATED, "/graph-store": STORED}
BELOW = ("/graph-store/", "/graph/")
"""How the addresses of named graphs begin."""


def methods_at(path: str) -> str:
    """The methods that an address takes, as `Allow` has them (RFC 9110, section 10.2.1)."""
    return AT.get(path) or (STORED if path.startswith(BELOW) else EVERYWHERE)
