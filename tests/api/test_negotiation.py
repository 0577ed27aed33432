"""Which representation a client gets (RFC 9110, section 12.5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.negotiation import HTML, ROWS, STATEMENTS, Offer, choose

CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2"
)
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
DOCUMENTS = (*STATEMENTS, HTML)


@pytest.mark.parametrize(
    ("accept", "offers", "expected"),
    [
        (None, DOCUMENTS, "ttl"),
        ("", DOCUMENTS, "ttl"),
        ("*/*", DOCUMENTS, "ttl"),
        (CHROMIUM, DOCUMENTS, "html"),
        (COMUNICA, DOCUMENTS, "nq"),
        (JENA, DOCUMENTS, "ttl"),
        ("application/rdf+xml, text/n3, text/turtle, application/n-triples", DOCUMENTS, "ttl"),
        ("application/ld+json", DOCUMENTS, "jsonld"),
        ("application/json", DOCUMENTS, "jsonld"),
        ("APPLICATION/LD+JSON", DOCUMENTS, "jsonld"),
        ("text/*", DOCUMENTS, "ttl"),
        ("text/*;q=0.5, application/rdf+xml;q=0.7", DOCUMENTS, "rdf"),
        ("text/turtle;q=0, */*", DOCUMENTS, "jsonld"),
        ("text/turtle; charset=utf-8", DOCUMENTS, "ttl"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x"', DOCUMENTS, "jsonld"),
        ("application/ld+json ; q=0.5 , text/html;q=0.4", DOCUMENTS, "jsonld"),
        ("image/png", DOCUMENTS, None),
        ("text/turtle;q=0", DOCUMENTS, None),
        ("*/*;q=0", DOCUMENTS, None),
        ("text/turtle;q=high, text/html", DOCUMENTS, "html"),
        ("nonsense", DOCUMENTS, None),
        ("text/csv, */*", ROWS, "csv"),
        (
            "application/sparql-results+json,application/json,text/javascript,application/javascript",
            ROWS,
            "json",
        ),
        ("application/sparql-results+xml, application/rdf+xml", ROWS, "xml"),
        ("application/sparql-results+xml, application/rdf+xml", STATEMENTS, "rdf"),
        ("application/turtle,text/turtle", STATEMENTS, "ttl"),
        ("text/tab-separated-values", ROWS, "tsv"),
    ],
)
def test_the_client_gets_what_it_likes_best(
    accept: str | None, offers: tuple[Offer, ...], expected: str | None
) -> None:
    chosen = choose(accept, offers)
    assert (chosen.name if chosen else None) == expected


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=80))
def test_no_header_breaks_it(accept: str) -> None:
    assert choose(accept, DOCUMENTS) in (None, *DOCUMENTS)


@given(
    st.permutations(DOCUMENTS), st.lists(st.sampled_from(["0.1", "0.5", "0.9", "1"]), min_size=7, max_size=7)
)
def test_the_order_in_a_header_does_not_matter(order: list[Offer], weights: list[str]) -> None:
    ranges = [f"{offer.media_type};q={weight}" for offer, weight in zip(order, weights, strict=True)]
    assert choose(", ".join(ranges), DOCUMENTS) == choose(", ".join(reversed(ranges)), DOCUMENTS)
