"""An import of what another source says of a thing that is there: what is newer, and what contradicts it."""

from decimal import Decimal
from pathlib import Path

import pytest

from graph.cli import DONE, REFUSED
from graph.index.index import Index, load
from graph.store.dataset import Dataset
from graph.terms import NV
from graph.timeline import name_on, status_on
from tests.graph.terminal import Nodverk

BASE = "http://127.0.0.1:8000/"
AWARD = f"{BASE}id/funding/dih-north-region-norrbotten"
COMMITMENT = f"{BASE}id/funding/vinnova-2020-2024"
COMPANY = f"{BASE}id/org/innovation-skane"
SEK = "http://publications.europa.eu/resource/authority/currency/SEK"

MINUTES = """\
@prefix amount: <https://w3id.org/nodverk/code/amount/> .
@prefix assertion: <https://w3id.org/nodverk/code/assertion/> .
@prefix basis: <https://w3id.org/nodverk/code/basis/> .
@prefix currency: <http://publications.europa.eu/resource/authority/currency/> .
@prefix nv: <https://w3id.org/nodverk/ns#> .
@prefix precision: <https://w3id.org/nodverk/code/precision/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix status: <https://w3id.org/nodverk/code/status/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix award: <id/funding/dih-north-region-norrbotten#> .
@prefix minutes: <id/document/minutes#> .

<id/document/minutes> a nv:Document ; rdfs:label "Protokollet"@sv .
minutes:item a nv:Section ; rdfs:label "Beslutet"@sv ; nv:sectionOf <id/document/minutes> ; nv:ordinal 1 .
"""
DECIDED = """
<id/funding/dih-north-region-norrbotten>
    nv:status status:decided ;
    nv:statusEvent award:decided ;
    nv:statedIn minutes:item .
award:decided a nv:StatusEvent ;
    nv:gaveStatus status:decided ;
    nv:on "2020-03-12"^^xsd:date ;
    nv:datePrecision precision:day ;
    nv:statedIn minutes:item .
"""
LESS_WAS_GRANTED = """
<id/funding/dih-north-region-norrbotten> nv:amount award:granted .
award:granted a nv:AmountStatement ;
    nv:amountKind amount:granted ;
    nv:value 7000000.0 ;
    nv:currency currency:SEK ;
    nv:currencyBasis assertion:stated ;
    nv:timeBasis basis:whole-period ;
    nv:statedIn minutes:item .
"""
THE_SAME_MONEY = "award:applied-amount nv:restates award:granted .\n"
CONTRADICTION = "<id/funding/vinnova-2020-2024#amount> nv:value 90000000.0 ; nv:statedIn minutes:item .\n"
TWO_AT_ONCE = DECIDED.replace("nv:status status:decided ;", "nv:status status:decided , status:paid ;")
WORKED_OUT = "<id/funding/dih-north-region-norrbotten> nv:currentStatus status:paid .\n"
RENAMED = """
<id/org/innovation-skane>
    skos:altLabel "Skånes innovationsbolag"@sv ;
    nv:naming <id/org/innovation-skane#renamed> .
<id/org/innovation-skane#renamed> a nv:Naming ;
    nv:name "Skånes innovationsbolag"@sv ;
    nv:period <id/org/innovation-skane#renamed-period> ;
    nv:statedIn minutes:item .
<id/org/innovation-skane#renamed-period> a nv:Period ;
    nv:start "2026-01-01"^^xsd:date ;
    nv:datePrecision precision:day .
"""


@pytest.fixture
def minutes(tmp_path: Path):
    """A file with minutes that say something."""

    def written(*statements: str) -> str:
        path = tmp_path / "minutes.ttl"
        path.write_text(MINUTES + "".join(statements), "utf-8")
        return str(path)

    return written


def sums(index: Index) -> dict[str, tuple[int, Decimal, Decimal]]:
    """By status in Swedish kronor: how many awards, what they add up to, and what at most."""
    return {
        row["status"].value.rpartition("/")[2]: (
            int(row["awards"].value),
            Decimal(row["total"].value),
            Decimal(row["highest"].value),
        )
        for row in index.select("sums-of-all")
        if row["currency"].value == SEK
    }


def found_conflicts(index: Index) -> list[dict]:
    """The rows of the conflicts that were found by comparing sources."""
    return [row for row in index.select("conflicts") if row["found"].value == "true"]


def now_in(dataset: Dataset) -> Index:
    return load(dataset, dataset.head())


def test_a_newer_decision_moves_the_money_and_a_new_name_renames(
    nodverk: Nodverk, dataset: Dataset, minutes
) -> None:
    before = sums(now_in(dataset))

    told = nodverk("import", minutes(DECIDED, RENAMED))

    index = now_in(dataset)
    after = sums(index)
    assert told.status == DONE
    assert "of statuses the latest counts" in told.output
    assert [before[each][:2] for each in ("applied", "decided")] == [(5, 30_000_000), (1, 100_000_000)]
    assert [after[each][:2] for each in ("applied", "decided")] == [(4, 22_500_000), (2, 107_500_000)]
    assert status_on(index, AWARD).status.endswith("status/decided")
    assert name_on(index, COMPANY, "sv").value == "Skånes innovationsbolag"
    assert found_conflicts(index) == []
    why = nodverk("why", AWARD, "nv:status").output
    assert "stated in dih-north-proposal" in why
    assert "stated in minutes (Beslutet), since release 2" in why


def test_another_amount_is_refused_until_it_is_said_to_be_the_same_money(
    nodverk: Nodverk, dataset: Dataset, minutes
) -> None:
    refused = nodverk("import", minutes(DECIDED, LESS_WAS_GRANTED))
    taken = nodverk("import", minutes(DECIDED, LESS_WAS_GRANTED, THE_SAME_MONEY))

    assert (refused.status, taken.status) == (REFUSED, DONE)
    assert "Let one amount restate the other" in refused.output
    assert sums(now_in(dataset))["decided"][:2] == (2, 107_000_000)


def test_one_source_gives_one_latest_status_and_not_the_current_one(
    nodverk: Nodverk, dataset: Dataset, minutes
) -> None:
    told = nodverk("import", minutes(TWO_AT_ONCE, WORKED_OUT))

    assert told.status == REFUSED
    assert "Keep only the latest status that the source gives" in told.output
    assert "Remove nv:currentStatus: it is worked out" in told.output
    assert dataset.head().number == 1


def test_a_contradiction_is_kept_and_counted_once_until_its_cause_goes(
    nodverk: Nodverk, dataset: Dataset, minutes
) -> None:
    told = nodverk("import", minutes(CONTRADICTION))

    found = found_conflicts(now_in(dataset))
    assert told.status == DONE
    assert "the rest is shown as a conflict" in told.output
    assert {row["thing"].value for row in found} == {COMMITMENT, f"{COMMITMENT}#amount"}
    assert {row["property"].value for row in found} == {str(NV.value)}
    assert {Decimal(row["value"].value) for row in found} == {90_000_000, 100_000_000}
    assert sums(now_in(dataset))["decided"] == (1, 90_000_000, 100_000_000)

    nodverk("import", minutes())

    assert found_conflicts(now_in(dataset)) == []
    assert sums(now_in(dataset))["decided"] == (1, 100_000_000, 100_000_000)
