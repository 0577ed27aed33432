"""Awards as other models look at them, and what those models ask before they call one a grant."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from pyoxigraph import Literal, NamedNode

from graph.index.index import Index, Term
from graph.terms import code

GRANTED = {str(code("status", notation)) for notation in ("decided", "contracted", "paid")}
"""The statuses at which money is a grant in other models."""

DECIDED = str(code("status", "decided"))

Row = dict[str, Term]


@dataclass(frozen=True)
class Party:
    """A funder or recipient, with its organisation number where that is known."""

    iri: str
    name: str
    number: str | None


@dataclass(frozen=True)
class Span:
    """The days of a period as far as they are known, and the code of their precision."""

    start: str | None
    end: str | None
    precision: str | None


@dataclass(frozen=True)
class Award:
    """What is known of an award that other models have a place for.

    `amount` is what was granted, in whole units of `currency` (ISO 4217); None where no such
    amount is stated. `decided_on` is the day of the decision, or else of the contract.
    """

    iri: str
    title: str
    status: str
    description: str | None
    amount: Decimal | None
    currency: str | None
    decided_on: str | None
    span: Span
    funders: tuple[Party, ...]
    departments: tuple[str, ...]
    recipients: tuple[Party, ...]
    benefits: tuple[str, ...]
    calls: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """Something that a model asks of a grant; `lack` says what is amiss where it is not met."""

    lack: str
    met: Callable[[Award], bool]


GRANT = Need("not decided, contracted or paid", lambda award: award.status in GRANTED)
FUNDER = Need("no funder named", lambda award: bool(award.funders))
ONE_FUNDER = Need("no funder, or several", lambda award: len(award.funders) == 1)
ONE_RECIPIENT = Need(
    "no recipient that is an organisation, or several", lambda award: len(award.recipients) == 1
)
AMOUNT = Need("no granted amount with a currency", lambda award: award.amount is not None)
DAY = Need("the day of the decision not known", lambda award: award.decided_on is not None)


def read_awards(index: Index) -> Iterator[Award]:
    """All awards of a release, in the order of their IRIs."""
    rows = index.select("export-awards")
    for iri, found in groupby(rows, key=lambda row: _text(row["award"])):
        yield _award(index, iri, list(found))


def _award(index: Index, iri: str, rows: list[Row]) -> Award:
    first = {name: _text(term) for name, term in rows[0].items()}
    return Award(
        iri=iri,
        title=_name(index, iri),
        status=first["status"],
        description=first.get("description"),
        amount=Decimal(first["value"]) if "value" in first else None,
        currency=first.get("currency"),
        decided_on=_decision(rows),
        span=Span(first.get("start"), first.get("end"), first.get("precision")),
        funders=_parties(index, rows, "funder"),
        departments=_names(index, rows, "body"),
        recipients=_parties(index, rows, "recipient"),
        benefits=_names(index, rows, "benefit"),
        calls=_names(index, rows, "call"),
    )


def _decision(rows: Iterable[Row]) -> str | None:
    """The first day on which it was decided; if none is known, on which it was contracted."""
    days = {
        (_text(row["decision"]) != DECIDED, _text(row["decidedOn"])) for row in rows if "decidedOn" in row
    }
    return min(days)[1] if days else None


def _parties(index: Index, rows: Iterable[Row], role: str) -> tuple[Party, ...]:
    numbers: dict[str, str | None] = {}
    for row in rows:
        if role in row:
            number = row.get(f"{role}Number")
            numbers.setdefault(_text(row[role]), _text(number) if number else None)
    return tuple(Party(iri, _name(index, iri), numbers[iri]) for iri in sorted(numbers))


def _names(index: Index, rows: Iterable[Row], role: str) -> tuple[str, ...]:
    return tuple(_name(index, iri) for iri in sorted({_text(row[role]) for row in rows if role in row}))


def _name(index: Index, iri: str) -> str:
    label = index.label(iri, "en")
    return label.value if label else iri


def _text(term: Term) -> str:
    if not isinstance(term, NamedNode | Literal):
        raise TypeError(f"{term} is neither an IRI nor a literal")
    return term.value
