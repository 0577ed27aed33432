"""Whatever is asked, the endpoint answers as the engine itself does on the same statements."""

import gzip
from collections import Counter
from typing import Any

import httpx
import pytest
from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from tests.api.running import Server

ROWS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}
STATEMENTS = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
PREFIXES = """PREFIX nv: <https://w3id.org/nodverk/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX org: <http://www.w3.org/ns/org#> PREFIX orgs: <id/org/>
"""

QUERIES = {
    "a pattern": "SELECT ?s ?l { ?s a nv:Node ; rdfs:label ?l }",
    "every column": "SELECT * { ?s a nv:Call ; ?p ?o }",
    "distinct": "SELECT DISTINCT ?c { ?s a ?c }",
    "reduced": "SELECT REDUCED ?c { ?s a nv:Node, ?c }",
    "ordered and sliced": (
        "SELECT ?l { ?s a nv:Organisation ; rdfs:label ?l } ORDER BY DESC(?l) LIMIT 7 OFFSET 3"
    ),
    "optional": "SELECT ?s ?v { ?s a nv:FundingAward OPTIONAL { ?s nv:funder ?v } }",
    "nested optional": (
        "SELECT * { ?s a nv:Call OPTIONAL { ?s nv:partOf ?p OPTIONAL { ?p rdfs:label ?l } } }"
    ),
    "union": "SELECT ?s { { ?s a nv:Node } UNION { ?s a nv:Centre } }",
    "minus": "SELECT ?s { ?s a nv:Organisation MINUS { ?x nv:funder ?s } }",
    "filter": "SELECT ?v { ?a nv:value ?v FILTER(?v > 1000000 && ?v != 5000000) }",
    "not exists": "SELECT ?s { ?s a nv:Organisation FILTER NOT EXISTS { ?x nv:funder ?s } }",
    "exists": "SELECT ?s { ?s a nv:Organisation FILTER EXISTS { ?x nv:participant ?s } }",
    "bind": "SELECT ?s ?n { ?s a nv:Node ; rdfs:label ?l BIND(STRLEN(?l) * 2 AS ?n) }",
    "values": (
        "SELECT ?s ?l { VALUES ?s { orgs:vinnova <id/org/lunds-kommun> UNDEF } ?s rdfs:label ?l ; a "
        "nv:Organisation }"
    ),
    "values of two at the end": "SELECT ?s ?l { ?s rdfs:label ?l } VALUES (?s ?l) { (orgs:vinnova UNDEF) }",
    "a subquery": (
        "SELECT ?s ?n { { SELECT ?s (COUNT(?x) AS ?n) { ?x nv:participant ?s } GROUP BY ?s } FILTER(?n > 3) }"
    ),
    "aggregates": (
        "SELECT ?c (COUNT(*) AS ?n) (SUM(?v) AS ?t) (MIN(?v) AS ?i) (MAX(?v) AS ?a) (AVG(?v) AS ?m) "
        "{ ?x nv:value ?v OPTIONAL { ?x nv:currency ?c } } GROUP BY ?c"
    ),
    "count distinct": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "group_concat of one": (
        "SELECT ?s (GROUP_CONCAT(?l; SEPARATOR=' | ') AS ?all) { ?s a nv:Call ; rdfs:label ?l "
        "FILTER(LANG(?l) = 'sv') } GROUP BY ?s"
    ),
    "having": "SELECT ?c { ?s a ?c } GROUP BY ?c HAVING (COUNT(?s) > 20)",
    "an aggregate of nothing": "SELECT (SUM(?v) AS ?t) (COUNT(?v) AS ?n) { ?x nv:noSuch ?v }",
    "a group by expression": (
        "SELECT ?f (COUNT(*) AS ?n) { ?s a nv:Organisation ; rdfs:label ?l } GROUP BY (SUBSTR(?l, "
        "1, 1) AS ?f)"
    ),
    "a sequence path": "SELECT ?s ?l { ?s org:unitOf/rdfs:label ?l }",
    "an inverse path": "SELECT ?f { orgs:vinnova ^nv:funder ?f }",
    "an alternative path": "SELECT ?s ?o { ?s nv:nodeOf|org:unitOf ?o }",
    "a path of any length": "SELECT ?c ?d { ?c <http://www.w3.org/2000/01/rdf-schema#subClassOf>+ ?d }",
    "a path of none or more": "SELECT ?d { nv:Node rdfs:subClassOf* ?d }",
    "an optional path": "SELECT ?d { nv:Node rdfs:subClassOf? ?d }",
    "a negated path": "SELECT DISTINCT ?o { orgs:vinnova !(a|rdfs:label|^nv:funder) ?o } ",
    "a named graph": "SELECT ?s { GRAPH <graph/places> { ?s a nv:Place } }",
    "any named graph": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?c } } GROUP BY ?g",
    "FROM": "SELECT (COUNT(*) AS ?n) FROM <graph/places> { ?s ?p ?o }",
    "FROM two": (
        "SELECT ?c (COUNT(*) AS ?n) FROM <graph/places> FROM <graph/editors> { ?s a ?c } GROUP BY ?c"
    ),
    "FROM NAMED": "SELECT ?g ?s FROM NAMED <graph/places> { GRAPH ?g { ?s a nv:Place } }",
    "FROM NAMED hides the rest": "ASK FROM NAMED <graph/places> { ?s ?p ?o }",
    "FROM nothing": "ASK FROM <graph/no-such> { ?s ?p ?o }",
    "functions on texts": (
        "SELECT ?l (UCASE(?l) AS ?u) (STRBEFORE(?l, ' ') AS ?b) (REPLACE(?l, '[aeiou]', '*') AS ?r) "
        "(ENCODE_FOR_URI(?l) AS ?e) (CONCAT(?l, '!') AS ?c) { orgs:lunds-kommun rdfs:label ?l }"
    ),
    "functions on terms": (
        "SELECT ?o (STR(?o) AS ?s) (LANG(?o) AS ?l) (DATATYPE(?o) AS ?d) (isIRI(?o) AS ?i) "
        "(isNumeric(?o) AS ?n) { orgs:vinnova ?p ?o }"
    ),
    "functions on numbers": (
        "SELECT (ABS(-2.5) AS ?a) (CEIL(2.1) AS ?c) (FLOOR(-2.1) AS ?f) (ROUND(2.5) AS ?r) (7/2 AS ?d) {}"
    ),
    "functions on moments": (
        "SELECT ?d (YEAR(?d) AS ?y) (MONTH(?d) AS ?m) { ?x nv:on ?d FILTER(DATATYPE(?d) = xsd:date) }"
    ),
    "hashes": "SELECT (MD5('å') AS ?m) (SHA256('å') AS ?s) (SHA1('') AS ?t) {}",
    "choices": (
        "SELECT ?s (IF(BOUND(?f), 'yes', 'no') AS ?x) (COALESCE(?f, 'none') AS ?y) { ?s a "
        "nv:FundingAward OPTIONAL { ?s nv:funder ?f } }"
    ),
    "in and not in": (
        "SELECT ?s { ?s a ?c FILTER(?c IN (nv:Node, nv:Centre) && ?s NOT IN (<id/node/orebro>)) }"
    ),
    "a regular expression": "SELECT ?l { ?s rdfs:label ?l FILTER REGEX(?l, '^sk.*kommun$', 'i') }",
    "languages": "SELECT ?l { ?s a nv:Node ; rdfs:label ?l FILTER LANGMATCHES(LANG(?l), 'EN') }",
    "casts": (
        "SELECT (xsd:integer('7') AS ?i) (xsd:decimal('1.50') AS ?d) (xsd:boolean('1') AS ?b) "
        "(xsd:integer('x') AS ?e) {}"
    ),
    "an error in a row": "SELECT (1/0 AS ?x) (?nothing + 1 AS ?y) ('a' AS ?z) {}",
    "odd literals": (
        "SELECT ?x { VALUES ?x { 'a\\tb\\n\"c\"' '''two\nlines''' 'å'@sv 'x'@en-GB 1 1.0 1e0 true "
        "'' '<&>' '01'^^xsd:integer 'q'^^<urn:x:type> 'a,b;c' } }"
    ),
    "escapes": "SELECT ?x { VALUES ?x { '\\u00e5\\U0001F600' <http://x.example/\\u00e5> } }",
    "names with signs": (
        "PREFIX x: <http://x.example/> SELECT ?x { VALUES ?x { x:a\\,b x:%20 x:1.2 x:a-b x: } }"
    ),
    "a relative base": (
        "BASE <http://x.example/a/b> SELECT ?x { VALUES ?x { <c> <../d> <#e> <?f> <> <//y.example/> } }"
    ),
    "comments": 'SELECT ?s # a comment } with <signs> "\n{ # another\n ?s a nv:Call # the end\n}',
    "commas and brackets": (
        "SELECT ?a { ?s a nv:FundingAward , nv:FundingItem ; nv:amount [ nv:value ?a ] }"
    ),
    "a list of nothing": "SELECT ?s { ?s <http://x.example/none> ( 1 2 ) }",
    "no pattern": "SELECT * {}",
    "no rows": "SELECT ?s ?o { ?s <http://x.example/none> ?o }",
    "words of any case": "select ?s where { ?s a nv:Call } order by ?s",
    "ask, true": "ASK { orgs:vinnova a nv:Organisation }",
    "ask, false": "ASK { orgs:vinnova a nv:Node }",
    "construct": "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a nv:Node ; rdfs:label ?l }",
    "construct where": "CONSTRUCT WHERE { ?s a nv:Call ; rdfs:label ?l }",
    "construct nothing": "CONSTRUCT { ?s <http://x.example/p> ?nothing } WHERE { ?s a nv:Node }",
    "construct odd literals": (
        "CONSTRUCT { <http://x.example/s> <http://x.example/p> ?x } { VALUES ?x { '<&>\"\\n'@sv "
        "1.50 true 'å' '01'^^xsd:integer } }"
    ),
    "describe": "DESCRIBE orgs:vinnova",
    "describe what is found": "DESCRIBE ?s { ?s a nv:Call }",
    "describe the unknown": "DESCRIBE <http://x.example/none>",
}


@pytest.fixture(scope="module")
def engine(server: Server) -> Store:
    """The statements of the service, as a dump gives them, and their merge as the default graph."""
    store = Store()
    response = httpx.get(f"{server.url}dumps/nodverk.nq.gz", timeout=60, follow_redirects=True)
    for quad in parse(gzip.decompress(response.content), format=RdfFormat.N_QUADS):
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    return store


def rows(found: Any) -> Counter[tuple[str, ...]]:
    names = [each.value for each in found.variables]
    return Counter(tuple(f"{name}={row[name]}" for name in names) for row in found)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_is_answered_as_by_the_engine(server: Server, engine: Store, query: str) -> None:
    text = PREFIXES + query
    expected: Any = engine.query(text, base_iri=f"{server.url}sparql")

    def answer(name: str) -> bytes:
        response = server.client.post("sparql", data={"query": text, "format": name})
        assert response.status_code == 200, response.text
        return response.content

    match expected:
        case QueryTriples():
            wanted = {str(each) for each in expected}
            for name, syntax in STATEMENTS.items():
                got = {str(each.triple) for each in parse(answer(name), format=syntax)}
                assert got == wanted, name
        case QueryBoolean():
            for name in ("json", "xml"):
                told = parse_query_results(answer(name), format=ROWS[name])
                assert bool(told) is bool(expected), name
        case QuerySolutions():
            wanted_rows = rows(expected)
            for name, form in ROWS.items():
                assert rows(parse_query_results(answer(name), format=form)) == wanted_rows, name
            again: Any = engine.query(text, base_iri=f"{server.url}sparql")
            table = again.serialize(format=QueryResultsFormat.CSV).decode()
            assert sorted(answer("csv").decode().splitlines()) == sorted(table.splitlines())
