"""Caches that many clients share never give one client what was made for another."""

import random
from itertools import product

import pytest

from tests.api.running import Server
from tests.api.shared_cache import SharedCache, fetched

PATHS = (
    "/id/org/vinnova",
    "/data/org/vinnova",
    "/data/org/vinnova.ttl",
    "/data/org/vinnova?provenance=1",
    "/sv/org/vinnova",
    "/graph/codes",
    "/id/org/nobody",
    "/",
    "/datasets/dcat",
    "/releases.atom",
    "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%20100",
    "/sparql?query=DESCRIBE%20%3Chttps%3A%2F%2Fw3id.org%2Fnodverk%2Fns%23FundingAward%3E",
)
ACCEPTS = (None, "*/*", "text/turtle", "application/ld+json", "text/html, */*;q=0.1", "image/png", "text/csv")
ENCODINGS = (None, "gzip", "gzip;q=0")
TONGUES = (None, "sv", "en")
REQUESTS = 300
TOLD = ("content-type", "content-encoding", "content-language", "content-location", "location", "etag")


def asked(*values: str | None) -> dict[str, str]:
    names = ("accept", "accept-encoding", "accept-language")
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


@pytest.mark.parametrize("bold", [True, False])
def test_a_shared_cache_gives_what_the_origin_would(server: Server, *, bold: bool) -> None:
    cache = SharedCache(server.client, bold)
    chance = random.Random(9111)
    questions = list(product(PATHS, product(ACCEPTS, ENCODINGS, TONGUES)))
    for path, values in chance.choices(questions, k=REQUESTS):
        headers = asked(*values)
        given, expected = cache.get(path, headers), fetched(server.client, path, headers)
        assert given.response.status_code == expected.response.status_code, (path, headers)
        for name in TOLD:
            assert given.response.headers.get(name) == expected.response.headers.get(name), (path, headers)
        assert given.content == expected.content, (path, headers)
    assert cache.hits > REQUESTS // 10


def test_every_variant_of_a_document_has_an_etag_of_its_own(server: Server) -> None:
    variants = {}
    for values in product(ACCEPTS, ENCODINGS, TONGUES):
        got = fetched(server.client, "/data/org/vinnova", asked(*values))
        if got.response.status_code == 200:
            variants[got.content] = got.response.headers["etag"]
    assert len(variants) == len(set(variants.values())) > 5
