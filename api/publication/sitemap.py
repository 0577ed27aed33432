"""What search engines are told of the pages there are: `robots.txt`, and sitemaps of bounded size.

(RFC 9309; the protocol of sitemaps.org, by which a sitemap has at most 50 000 addresses.)
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from pyoxigraph import NamedNode
from rdflib.namespace import RDFS

from api.pages.description.head import LISTED
from api.pages.editions.phrases import LANGUAGES
from graph.index.index import Index
from graph.iris import Iris, named

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
MEDIA_TYPE = "application/xml"
PAGES = ("", "datasets", "ns", "ranking", "about", "api", *LISTED)
"""The pages that are not about one thing, below their language."""

THINGS_TOLD = 20_000
"""How many things one sitemap tells of; each has a page in each language."""

NOT_CRAWLED = ("/sparql", "/update", "/graph-store", "/api/", "/data/", "/dumps/", "/exports/", "/*?")
"""What is asked rather than read, the data beside the pages, and the views of a page."""


def robots(iris: Iris) -> str:
    """Who may read what: everyone, but for what would be asked without end."""
    closed = "".join(f"Disallow: {path}\n" for path in NOT_CRAWLED)
    return f"User-agent: *\n{closed}Allow: /\n\nSitemap: {iris.base}sitemap.xml\n"


def overview(index: Index, most: int = THINGS_TOLD) -> bytes:
    """The sitemap of the sitemaps, of which each tells of so many things."""
    root = Element("sitemapindex", xmlns=SITEMAPS)
    for number in range(1, 2 + (len(_things(index)) - 1) // most):
        address = SubElement(SubElement(root, "sitemap"), "loc")
        address.text = f"{index.iris.base}sitemap-{number}.xml"
    return _written(root)


def sitemap(index: Index, number: int, most: int = THINGS_TOLD) -> bytes | None:
    """One of them: the first tells of the general pages too. None where there is none of this number."""
    things = _things(index)[(number - 1) * most : number * most]
    if number > 1 and not things:
        return None
    root = Element("urlset", xmlns=SITEMAPS)
    for path in [*(PAGES if number == 1 else ()), *things]:
        for language in LANGUAGES:
            SubElement(SubElement(root, "url"), "loc").text = f"{index.iris.base}{language}/{path}"
    return _written(root)


def _things(index: Index) -> list[str]:
    """The paths of the things that have a name, in order."""
    return sorted(set(_named_things(index)))


def _named_things(index: Index) -> Iterator[str]:
    for quad in index.merged_quads(None, named(RDFS.label)):
        iri = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        key = index.iris.parse(iri) if "#" not in iri else None
        if key is not None and key.kind in LISTED:
            yield f"{key.kind}/{key.key}"


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    return written
