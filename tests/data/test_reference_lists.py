"""The reference lists that are shipped: places with their codes, and identifiers of organisations."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from rdflib import ORG, RDF, RDFS, SKOS, Literal, URIRef

from graph.terms import NV, code

NUTS = "http://data.europa.eu/nuts/code/"
COUNTRY = "http://publications.europa.eu/resource/authority/country/"
ROR_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
LISTS = Path(__file__).parents[2].parent / "shared" / "data" / "geo"
"""The lists that the files were made from, where a checkout has them beside it."""


def of_kind(graph, kind):
    return set(graph.subjects(NV.placeKind, code("placekind", kind)))


def text(graph, subject, predicate):
    return str(graph.value(subject, predicate, any=False))


def by_code(graph, kind):
    """The places of a kind by their official code."""
    return {text(graph, place, NV.placeCode): place for place in of_kind(graph, kind)}


def name(graph, place, language="sv"):
    return next(str(each) for each in graph.objects(place, RDFS.label) if each.language == language)


def called(graph, place):
    """All Swedish names of a place."""
    names = [*graph.objects(place, RDFS.label), *graph.objects(place, SKOS.altLabel)]
    return {str(each) for each in names if each.language == "sv"}


def around(graph, place, kind):
    """The places of a kind that a place is directly within."""
    return set(graph.objects(place, NV.within)) & of_kind(graph, kind)


def identifiers(graph, register):
    """Who has an identifier in a register, by the identifier."""
    return {
        text(graph, each, SKOS.notation): graph.value(None, NV.identifier, each, any=False)
        for each in graph.subjects(NV.identifierScheme, code("identifier", register))
    }


@pytest.mark.parametrize(("kind", "count"), [("municipality", 290), ("county", 21), ("nuts-2", 8)])
def test_sweden_has_its_areas_each_once(everything, kind, count):
    predicate = NV.nutsCode if kind == "nuts-2" else NV.placeCode
    codes = [text(everything, place, predicate) for place in of_kind(everything, kind)]

    assert len(set(codes)) == len(codes) == count


def test_county_codes_are_two_digits_without_those_of_counties_that_are_no_more(everything):
    numbers = {f"{number:02}" for number in range(1, 26)}

    assert set(by_code(everything, "county")) == numbers - {"02", "11", "15", "16"}


def test_a_municipality_lies_in_the_one_county_whose_code_begins_its_own(everything):
    counties = by_code(everything, "county")

    for key, municipality in by_code(everything, "municipality").items():
        assert len(key) == 4
        assert around(everything, municipality, "county") == {counties[key[:2]]}, key


def test_a_county_is_a_nuts_3_area_of_the_nuts_2_area_whose_code_begins_its_own(everything):
    for county in of_kind(everything, "county"):
        area = text(everything, county, NV.nutsCode)
        (larger,) = around(everything, county, "nuts-2")

        assert len(area) == 5
        assert area[:4] == text(everything, larger, NV.nutsCode)
        assert (county, SKOS.exactMatch, URIRef(NUTS + area)) in everything


@pytest.mark.parametrize("kind", ["municipality", "county", "nuts-2", "town", "area"])
def test_every_swedish_place_is_in_sweden_and_in_the_nordic_countries(everything, iris, kind):
    abroad = {iris.entity("place", "copenhagen")}
    for place in of_kind(everything, kind) - abroad:
        larger = set(everything.transitive_objects(place, NV.within))

        assert {iris.entity("place", "sweden"), iris.entity("place", "nordic-countries")} <= larger, place


@pytest.mark.parametrize(
    ("municipality", "short", "official", "nuts"),
    [
        ("0114", "Upplands Väsby", "Upplands Väsby kommun", "SE110"),
        ("0980", "Gotland", "Gotlands kommun", "SE214"),
        ("1281", "Lund", "Lunds kommun", "SE224"),
        ("1480", "Göteborg", "Göteborgs kommun", "SE232"),
        ("2580", "Luleå", "Luleå kommun", "SE332"),
    ],
)
def test_a_municipality_has_its_names_and_its_nuts_3_area(everything, municipality, short, official, nuts):
    place = by_code(everything, "municipality")[municipality]
    (county,) = around(everything, place, "county")

    assert name(everything, place) == short
    assert official in called(everything, place)
    assert text(everything, county, NV.nutsCode) == nuts


def test_the_four_counties_that_the_documents_name_are_the_counties_of_the_list(everything, iris):
    counties = by_code(everything, "county")
    named = {"12": "skane", "14": "vastra-gotaland", "24": "vasterbotten", "25": "norrbotten"}

    assert {key: iris.parse(counties[key]).key for key in named} == named


def test_a_town_lies_in_the_municipality_of_its_name(everything):
    towns = {place for place in of_kind(everything, "town") if around(everything, place, "municipality")}

    assert len(towns) == 5
    for town in towns:
        (municipality,) = around(everything, town, "municipality")
        assert name(everything, town) == name(everything, municipality)


@pytest.mark.parametrize(("organisations", "area"), [("municipality", "municipality"), ("region", "county")])
def test_a_municipality_or_region_governs_the_area_of_its_name(everything, organisations, area):
    bodies = set(everything.subjects(ORG.classification, code("orgkind", organisations)))

    assert bodies
    for body in bodies:
        (governed,) = everything.objects(body, NV.governs)
        assert governed in of_kind(everything, area)
        assert any(each.split()[0] in name(everything, body) for each in called(everything, governed)), body


def test_every_country_has_its_letters_and_its_place_in_the_authority_table(everything):
    for country in of_kind(everything, "country"):
        (match,) = everything.objects(country, SKOS.exactMatch)

        assert len(text(everything, country, NV.placeCode)) == 2
        assert match.startswith(COUNTRY)
        assert len(match.removeprefix(COUNTRY)) == 3


def test_the_nordic_and_baltic_countries_are_eight(everything, iris):
    group = iris.entity("place", "nordic-baltic-countries")
    members = {
        text(everything, country, NV.placeCode)
        for country in of_kind(everything, "country")
        if group in everything.transitive_objects(country, NV.within)
    }

    assert members == {"DK", "EE", "FI", "IS", "LT", "LV", "NO", "SE"}


@pytest.mark.parametrize(
    ("register", "count"), [("ror", 7), ("wikidata", 6), ("crossref-funder", 5), ("orgnr", 3)]
)
def test_only_identifiers_that_were_seen_in_a_register_are_given(everything, register, count):
    holders = Counter(identifiers(everything, register).values())

    assert len(holders) == count
    assert set(holders.values()) == {1}
    assert all((holder, RDF.type, NV.Organisation) in everything for holder in holders)


def test_an_organisation_number_has_the_check_digit_of_luhn_and_is_a_registration_number(everything):
    for number, holder in identifiers(everything, "orgnr").items():
        digits = [int(each) for each in number if each != "-"]
        doubled = sum(sum(divmod(2 * each, 10)) for each in digits[::2])

        assert (doubled + sum(digits[1::2])) % 10 == 0, number
        assert set(everything.objects(holder, ORG.identifier)) == {Literal(number)}


def test_a_ror_has_the_check_digits_of_iso_7064_and_leads_to_its_record(everything):
    for key, holder in identifiers(everything, "ror").items():
        value = 0
        for letter in key[:7]:
            value = value * 32 + ROR_DIGITS.index(letter)

        assert f"{98 - value * 100 % 97:02}" == key[7:]
        assert (holder, SKOS.exactMatch, URIRef(f"https://ror.org/{key}")) in everything


def test_a_wikidata_identifier_leads_to_its_item(everything):
    for key, holder in identifiers(everything, "wikidata").items():
        assert (holder, SKOS.exactMatch, URIRef(f"http://www.wikidata.org/entity/{key}")) in everything


def test_ai_sweden_has_no_identifier_but_its_ror(everything, iris):
    found = set(everything.objects(iris.entity("org", "ai-sweden"), NV.identifier))

    assert {text(everything, each, SKOS.notation) for each in found} == {"04d5vd162"}


@pytest.mark.skipif(not LISTS.is_dir(), reason="the official lists are not beside this checkout")
def test_the_places_are_those_of_the_official_lists(everything):
    municipalities, counties = by_code(everything, "municipality"), by_code(everything, "county")
    with (LISTS / "se_municipality_county.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["municipality_code"]: row for row in csv.DictReader(file)}
    with (LISTS / "se_lan_nuts3.csv").open(encoding="utf-8", newline="") as file:
        areas = {row["county_code"]: row for row in csv.DictReader(file)}

    assert set(municipalities) == set(listed)
    assert set(counties) == set(areas)
    for key, row in listed.items():
        assert called(everything, municipalities[key]) == {
            row["municipality_name"],
            row["municipality_name_short"],
        }
        assert around(everything, municipalities[key], "county") == {counties[row["county_code"]]}
    for key, row in areas.items():
        assert row["county_name"] in called(everything, counties[key])
        assert text(everything, counties[key], NV.nutsCode) == row["nuts3"]
