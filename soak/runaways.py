"""Queries that never end, or that end what runs them: in evaluation, in optimisation, in parsing."""

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l ."
ANY = "(<http://x/p>|!<http://x/q>)*"
RUNAWAYS = {
    "COUNT of a product": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "ORDER BY a product": f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i LIMIT 1",
    "GROUP BY a product": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a ?d ?g",
    "DISTINCT of a product": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {CROSS} }}",
    "(p|q)*": f"SELECT (COUNT(*) AS ?n) {{ ?s {ANY} ?o . ?x {ANY} ?y . ?v {ANY} ?w }}",
    "STR( 5000 times": f"ASK {{ FILTER({'STR(' * 5000}1{')' * 5000}) }}",
    "( 5000 times": f"ASK {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    "OPTIONAL{ 5000 times": f"ASK {{ {'OPTIONAL {' * 5000}",
    "strings that double": "SELECT (STRLEN(?v30) AS ?n) { BIND('0123456789abcdef' AS ?v0) "
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(30))
    + " }",
    "300 OPTIONALs": "SELECT * { " + "".join(f"OPTIONAL {{ ?s{n} ?p ?o{n} }} " for n in range(300)) + "}",
    "50 OPTIONALs": "SELECT * { " + "".join(f"OPTIONAL {{ ?s{n} ?p ?o{n} }} " for n in range(50)) + "}",
    "an evil regex": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX(STR(?f), '(.|..)+$') }}",
    "a regex in itself": "SELECT * { ?s ?p ?o FILTER REGEX(?o, '((a{1,100}){1,100}){1,100}') }",
    "REPLACE that grows": "SELECT (STRLEN(?v7) AS ?n) { BIND('aaaaaaaaaa' AS ?v0) "
    + " ".join(f"BIND(REPLACE(?v{n}, 'a', ?v0) AS ?v{n + 1})" for n in range(8))
    + " }",
    "GROUP_CONCAT of a product": f"SELECT (GROUP_CONCAT(STR(?f)) AS ?n) {{ {CROSS} }}",
    "a filter that is never true": f"SELECT * {{ {CROSS} FILTER(CONCAT(STR(?c), STR(?f)) = 'never') }}",
    "VALUES eight times": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(100)))} }}" for n in range(8))
    + " }",
    "300 patterns": "SELECT * { " + " ".join(f"?s{n} ?p{n} ?s{n + 1} ." for n in range(300)) + "}",
    "a path of 1000 steps": f"ASK {{ ?s {'/'.join(['<http://x/p>'] * 1000)} ?o }}",
    "1000 blank nodes": f"ASK {{ ?s ?p {'[ ?p ' * 1000}1{' ]' * 1000} }}",
    "1000 OPTIONALs in a row": "SELECT * { ?s ?p ?o "
    + "".join(f"OPTIONAL {{ ?s <http://x/{n}> ?o{n} }} " for n in range(1000))
    + "}",
    "IF( 5000 times": f"ASK {{ FILTER({'IF(true,' * 5000}1{',1)' * 5000}) }}",
    "! 60000 times": f"ASK {{ FILTER({'!' * 60_000}true) }}",
    "EXISTS 1000 times": f"ASK {{ {'FILTER EXISTS {' * 1000} ?s ?p ?o {'}' * 1000} }}",
    "SELECT in SELECT": f"{'SELECT * {{ ' * 1000} ?s ?p ?o {'}} ' * 1000}",
    "UNION in UNION": f"ASK {{ {'{{} UNION {' * 2000}{'}}' * 2000} }}",
    "groups in groups": f"ASK {{ {'{' * 3000}{'}' * 3000} }}",
}
BEGIN_TO_ANSWER = {"50 OPTIONALs", "1000 OPTIONALs in a row"}
"""Those whose answer may have begun when their time is up: it is then broken off."""

MAY_BE_ANSWERED = {"! 60000 times", "a regex in itself"}
"""Those that end by themselves where the machine is quick enough: it is no harm to answer them."""
