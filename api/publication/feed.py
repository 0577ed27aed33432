"""The releases as an Atom feed (RFC 4287), in one of the languages.

An entry is what its release is, and never changes: its id is the dataset as of that
release, and its date the day on which it was made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from api.pages.editions.edition import Edition
from api.pages.service.releases import Made
from graph.description.words import LICENCE
from graph.settings import Publisher

ATOM = "http://www.w3.org/2005/Atom"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MEDIA_TYPE = "application/atom+xml"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold (XML 1.0, section 2.2); a note may say anything."""


@dataclass(frozen=True)
class Feed:
    """What a feed is made from: the releases, newest first, in an edition's language."""

    edition: Edition
    publisher: Publisher
    releases: Sequence[Made]

    @property
    def address(self) -> str:
        """Where it is found, which is its id too."""
        return f"{self.edition.index.iris.base}{self.edition.language}/releases.atom"

    def document(self) -> bytes:
        """The feed."""
        register_namespace("", ATOM)
        gettext, base = self.edition.phrases.gettext, self.edition.index.iris.base
        page = f"{base}{self.edition.language}/datasets"
        feed = Element(_name("feed"), {XML_LANGUAGE: self.edition.language})
        _add(feed, "id", self.address)
        _add(feed, "title", gettext("Releases of Nodverk"))
        _add(feed, "updated", _moment(self.releases[0].made_at))
        author = _add(feed, "author")
        _add(author, "name", self.publisher.name)
        _add(author, "uri", self.publisher.homepage_of(base))
        _add(feed, "rights", "CC BY 4.0")
        _link(feed, "self", self.address, MEDIA_TYPE)
        _link(feed, "alternate", page, "text/html")
        _link(feed, "license", str(LICENCE), "text/html")
        for release in self.releases:
            self._entry(feed, release, page)
        written: bytes = tostring(feed, "utf-8", xml_declaration=True)
        return written

    def _entry(self, feed: Element, release: Made, page: str) -> None:
        gettext, base = self.edition.phrases.gettext, self.edition.index.iris.base
        entry = _add(feed, "entry")
        _add(entry, "id", f"{self.edition.index.iris.dataset}?release={release.number}")
        _add(entry, "title", gettext("Release %(number)s", number=release.number))
        _add(entry, "updated", _moment(release.made_at))
        _add(entry, "published", _moment(release.made_at))
        _add(entry, "content", self._told(release)).set("type", "text")
        for name in release.changed:
            _add(entry, "category").set("term", name)
        _link(entry, "alternate", f"{page}#release-{release.number}", "text/html")
        if release.kept:
            _link(entry, "enclosure", f"{base}dumps/nodverk-{release.number}.nq.gz", "application/gzip")
        if release.difference:
            _link(entry, "related", f"{base}{release.difference.lstrip('/')}", "application/rdf-patch")

    def _told(self, release: Made) -> str:
        phrases, count = self.edition.phrases, self.edition.numbers.count
        said = phrases.ngettext(
            "%(count)s statement in all.",
            "%(count)s statements in all.",
            release.statements,
            count=count(release.statements),
        )
        if release.changed:
            sources = ", ".join(release.changed)
            changed = phrases.gettext("Sources that changed: %(sources)s.", sources=sources)
            said = f"{said} {changed}"
        return f"{release.note}. {said}" if release.note else said


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _add(parent: Element, name: str, text: str | None = None) -> Element:
    added = SubElement(parent, _name(name))
    added.text = None if text is None else NOT_IN_XML.sub("\ufffd", text)
    return added


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, _name("link"), {"rel": relation, "href": address, "type": media_type})


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
