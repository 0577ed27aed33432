"""Awards as grants of the 360Giving Data Standard 1.4, in JSON.

The standard requires an identifier, a title, a description, the currency, the amount
awarded, the date of the award, one funder and one recipient that is an organisation.
An award that lacks any of these is left out, and so is one that was not decided: most
sources say little of recipients and of days, so expect few grants from them.

How its fields are filled: `id` and `dataSource` are the award's IRI, since Nodverk has
no publisher prefix of 360Giving; an organisation's `id` is its Swedish organisation
number (`SE-ON-`, as org-id.guide lists it) or else its IRI; the description is ours of
the award, or else the names of what the money is for. The standard has no place for
the status, for co-funders, for what merely benefits, and for how sure a figure is.

https://standard.threesixtygiving.org/en/latest/technical/reference/
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from graph.alignments.awards import Award, Party, Span
from graph.terms import code

Json: TypeAlias = str | Decimal | Sequence["Json"] | Mapping[str, "Json"]

SWEDISH_ORGANISATION_NUMBER = "SE-ON-"

SIGNIFICANT = {
    str(code("precision", notation)): characters
    for notation, characters in (("day", 10), ("month", 7), ("quarter", 7), ("year", 4))
}
"""How much of a year-month-day to give at each precision; less exact days are not given."""


def has_purpose(award: Award) -> bool:
    """Whether there is anything to give as the description that the standard requires."""
    return bool(award.description or award.benefits)


def package(awards: Iterable[Award]) -> bytes:
    """The awards as a grants package; each must have what the standard requires."""
    return f"{exact({'grants': [grant(award) for award in awards]})}\n".encode()


def grant(award: Award) -> Mapping[str, Json]:
    """One award as a grant. Raises `ValueError` where it lacks an amount, a currency or a day."""
    if award.amount is None or award.currency is None or award.decided_on is None:
        raise ValueError(f"{award.iri} lacks what a grant must have")
    department = {"department": "; ".join(award.departments)} if award.departments else {}
    required: dict[str, Json] = {
        "id": award.iri,
        "title": award.title,
        "description": award.description or "; ".join(award.benefits),
        "currency": award.currency,
        "amountAwarded": award.amount,
        "awardDate": award.decided_on[:10],
        "fundingOrganization": [_organisation(each) | department for each in award.funders],
        "recipientOrganization": [_organisation(each) for each in award.recipients],
        "dataSource": award.iri,
    }
    planned = _dates(award.span)
    programmes = [{"title": title} for title in award.calls]
    return (
        required
        | ({"plannedDates": [planned]} if planned else {})
        | ({"grantProgramme": programmes} if programmes else {})
    )


def _organisation(party: Party) -> dict[str, Json]:
    known = party.number and f"{SWEDISH_ORGANISATION_NUMBER}{party.number.replace('-', '')}"
    return {"id": known or party.iri, "name": party.name}


def _dates(span: Span) -> dict[str, Json]:
    """Start and end, as exactly as they are known: the standard takes 2025, 2025-01 and 2025-01-31."""
    characters = 10 if span.precision is None else SIGNIFICANT.get(span.precision)
    if characters is None:
        return {}
    days = {"startDate": span.start, "endDate": span.end}
    return {name: day[:characters] for name, day in days.items() if day}


def exact(value: Json, indent: str = "") -> str:
    """JSON in which a decimal is a number with all its digits, which `json` cannot write."""
    inner = f"{indent} "
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"{value:f}"
        case Mapping():
            members = [f"{inner}{exact(name)}: {exact(each, inner)}" for name, each in value.items()]
            return _within("{", members, indent + "}")
        case _:
            return _within("[", [f"{inner}{exact(each, inner)}" for each in value], indent + "]")


def _within(opening: str, members: Sequence[str], closing: str) -> str:
    return "\n".join([opening, ",\n".join(members), closing]) if members else opening + closing.strip()
