"""Which of several representations a client gets, by its `Accept` header (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
RANGE = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)/([\w!#$%&'*+.^`|~-]+)\s*")


@dataclass(frozen=True, eq=False)
class Offer:
    """A representation that can be given; each is made once."""

    name: str
    """Its short name, as in `?format=ttl` and `.ttl`."""

    media_type: str
    aliases: tuple[str, ...] = ()
    """Other media types by which clients ask for it."""

    @property
    def content_type(self) -> str:
        """The media type as it stands in a header, with the character set where it is text."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    def accepts(self, media_type: str) -> bool:
        """Whether this is a media type by which it can be asked for."""
        return media_type == self.media_type or media_type in self.aliases


MEANT = {"json": "jsonld", "xml": "rdf"}
"""Which syntax of statements a client means that asks for one of rows, not knowing what it gets."""

HTML = Offer("html", "text/html", ("application/xhtml+xml",))
PROBLEM = Offer("problem", "application/problem+json", ("application/json",))

ROWS = (
    Offer(
        "json",
        "application/sparql-results+json",
        ("application/json", "text/javascript", "application/javascript"),
    ),
    Offer("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Offer("csv", "text/csv"),
    Offer("tsv", "text/tab-separated-values"),
)
"""For the rows of a SELECT and the truth value of an ASK, best first."""

STATEMENTS = (
    Offer("ttl", "text/turtle", ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3")),
    Offer("jsonld", "application/ld+json", ("application/json", "application/x-json+ld")),
    Offer("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
    Offer("nt", "application/n-triples", ("text/plain",)),
    Offer("nq", "application/n-quads", ("text/x-nquads",)),
    Offer("trig", "application/trig", ("application/x-trig",)),
)
"""For statements, best first."""

TABLE = Offer("csv", "text/csv")
"""Statements as a table."""


def choose(accept: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The offer that a client likes best, or None where it likes none.

    Without a header the first. Parameters other than `q` are passed over, and so is what is
    no media range. Of offers that are liked equally, one that is named beats one that only a
    wildcard allows, and then the order of the offers decides.
    """
    if accept is None or not accept.strip():
        return offers[0]
    ranges = list(_ranges(accept))
    liked = [(_weight(offer, ranges), offer) for offer in offers]
    (weight, _), best = max(liked, key=lambda each: each[0])
    return best if weight > 0 else None


def _weight(offer: Offer, ranges: list[tuple[str, str, float]]) -> tuple[float, int]:
    """How much an offer is liked, and how specific the range is that says so.

    The most specific range counts. An alias counts where it is named, not by a wildcard.
    """
    family, _, subtype = offer.media_type.partition("/")
    specificity = {(family, subtype): 3, (family, "*"): 2, ("*", "*"): 1}
    for alias in offer.aliases:
        alias_family, _, alias_subtype = alias.partition("/")
        specificity[alias_family, alias_subtype] = 3
    matching = [(specificity[each[:2]], each[2]) for each in ranges if each[:2] in specificity]
    if not matching:
        return 0.0, 0
    most_specific, weight = max(matching)
    return weight, most_specific


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    """The media ranges of a header with their weights: `("text", "*", 0.5)`."""
    for element in QUOTED.sub("", accept).split(","):
        media_range, *parameters = element.split(";")
        found = RANGE.fullmatch(media_range)
        weight = _quality(parameters)
        if found and weight is not None:
            yield found[1].lower(), found[2].lower(), weight


def _quality(parameters: list[str]) -> float | None:
    """The weight among the parameters of a range; 1 where there is none, None where it is no number."""
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name.strip().lower() == "q":
            found = re.fullmatch(r"\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", value)
            return float(found[1]) if found else None
    return 1.0
