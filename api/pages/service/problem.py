"""The page that says that something went wrong, and what to do."""

from dataclasses import dataclass

from api.pages.editions.edition import Edition
from api.pages.editions.frame import Frame


@dataclass(frozen=True)
class ProblemPage:
    """What went wrong."""

    frame: Frame
    status: int
    title: str
    advice: str
    detail: str
    """The technical reason, in English as in the problem document; empty where there is none."""


def problem_page(edition: Edition, status: int, detail: str = "") -> ProblemPage:
    """The page for an HTTP status, with the detail of the problem document."""
    title, advice = _words(edition, status)
    frame = Frame(title=title, description=advice, path="/", indexed=False)
    return ProblemPage(frame, status, title, advice, detail)


def _words(edition: Edition, status: int) -> tuple[str, str]:
    gettext = edition.phrases.gettext
    known = {
        400: (
            gettext("The request could not be understood"),
            gettext("Check the address or the query and try again."),
        ),
        404: (
            gettext("Nothing is known here"),
            gettext("No statement in this release is about this address. It may be misspelt."),
        ),
        405: (
            gettext("The address does not work that way"),
            gettext("It can be read but not changed."),
        ),
        406: (
            gettext("Not available in that format"),
            gettext("The data comes as HTML, Turtle, JSON-LD, RDF/XML and N-Triples."),
        ),
        410: (
            gettext("No longer here"),
            gettext("What was here has been taken away for good."),
        ),
        503: (
            gettext("Too busy at the moment"),
            gettext("Wait a little and try again."),
        ),
        504: (
            gettext("The answer took too long"),
            gettext("Ask for less at a time."),
        ),
    }
    if status in known:
        return known[status]
    if status < 500:
        return gettext("The request could not be met"), gettext("Check the address and try again.")
    return gettext("Something went wrong here"), gettext("The fault is ours. Try again in a while.")
