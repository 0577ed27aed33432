"""Files that must be refused, by syntax: what strangers get wrong, and what they mean ill."""

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
GOOD = "<http://x/a> <http://x/b> <http://x/c> .\n"
OPEN = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="http://x/">'
XML = OPEN + '<rdf:Description rdf:about="http://x/a">{}</rdf:Description></rdf:RDF>'
LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
MEBIBYTE = 1024 * 1024

IRIS = {
    "a space": "http://x/a b",
    "a quote": 'http://x/a"b',
    "angles": "http://x/a<b",
    "braces": "http://x/{a}",
    "a pipe": "http://x/a|b",
    "a backslash": "http://x/a\\b",
    "a caret": "http://x/a^b",
    "a backtick": "http://x/a`b",
    "half a percent sign": "http://x/%",
    "a percent sign of no number": "http://x/%zz",
    "an address of IPv6 that is none": "http://[::zz]/",
    "a port of letters": "http://x:port/",
    "a line end": "http://x/a\nb",
    "a control character": "http://x/a\x01b",
}
LITERALS = {
    "boolean": ("maybe", "TRUE", "yes", "2", "", " true"),
    "integer": ("abc", "1.0", "1e3", "0x10", "", "1 000", "1_000", "٣", "--1"),
    "decimal": ("1,5", "1e3", "INF", "NaN", ".", "1.2.3", "+-1"),
    "double": ("1,5", "inf", "nan", "1e", "0x1p3", "Infinity"),
    "nonNegativeInteger": ("-1", "1.5"),
    "positiveInteger": ("0", "-3"),
    "date": (
        "2025-02-30",
        "2025-13-01",
        "2025-00-10",
        "25-01-01",
        "2025-1-1",
        "01/02/2025",
        "2025-02-29",
        "",
    ),
    "dateTime": ("2025-01-01", "2025-01-01T25:00:00", "2025-01-01 10:00:00", "2025-01-01T10:60:00", "now"),
    "gYear": ("25", "2025-01", "year", "20255x"),
    "gYearMonth": ("2025-13", "2025", "2025-1"),
    "anyURI": ("http://x/a b", "<http://x/>"),
}
TURTLE = {
    "no object": "<http://x/a> <http://x/b> .",
    "no predicate": "<http://x/a> .",
    "no end": "<http://x/a> <http://x/b> <http://x/c>",
    "a string without end": '<http://x/a> <http://x/b> "open .\n',
    "a long string without end": '<http://x/a> <http://x/b> """open .\n',
    "an IRI without end": "<http://x/a> <http://x/b> <http://x/c .\n",
    "a prefix that nobody declared": "<http://x/a> <http://x/b> nobody:c .",
    "a prefix of no IRI": "@prefix p: nothing .\np:a p:b p:c .",
    "a prefix without a stop": "@prefix p: <http://x/>\np:a p:b p:c .",
    "a list without end": "<http://x/a> <http://x/b> ( 1 2 .",
    "a list that is not begun": "<http://x/a> <http://x/b> 1 ) .",
    "a blank node without end": "<http://x/a> <http://x/b> [ <http://x/c> 1 .",
    "a literal as a subject": '"a" <http://x/b> 1 .',
    "a literal as a predicate": '<http://x/a> "b" 1 .',
    "a blank node as a predicate": "<http://x/a> _:b 1 .",
    "two stops": "<http://x/a> <http://x/b> 1 . .",
    "a number with two points": "<http://x/a> <http://x/b> 1.2.3 .",
    "an escape that is none": r'<http://x/a> <http://x/b> "\q" .',
    "half an escape": r'<http://x/a> <http://x/b> "\u00" .',
    "a surrogate": r'<http://x/a> <http://x/b> "\uD800" .',
    "a number beyond Unicode": r'<http://x/a> <http://x/b> "\U00110000" .',
    "a language that is none": '<http://x/a> <http://x/b> "a"@1x .',
    "a language of too many letters": '<http://x/a> <http://x/b> "a"@abcdefghij .',
    "a language and a datatype": f'<http://x/a> <http://x/b> "a"@sv^^<{XSD}string> .',
    "a language that is missing": f'<http://x/a> <http://x/b> "a"^^<{RDF}langString> .',
    "a text with a direction": '<http://x/a> <http://x/b> "a"@ar--rtl .',
    "a triple term": "<http://x/a> <http://x/b> <<( <http://x/a> <http://x/b> <http://x/c> )>> .",
    "a statement about a statement": "<http://x/a> <http://x/b> <http://x/c> {| <http://x/d> 1 |} .",
    "a NUL": '<http://x/a> <http://x/b> "\\u0000" .',
    "a bell": '<http://x/a> <http://x/b> "\\u0007" .',
    "no statement": "# nothing\n",
    "nothing": "",
    "SPARQL": "INSERT DATA { <http://x/a> <http://x/b> 1 }",
    "HTML": "<!DOCTYPE html><html><body>Not found</body></html>",
    "JSON": '{"a": 1}',
    "CSV": "a,b,c\n1,2,3\n",
    "a long text": f'<http://x/a> <http://x/b> "{"a" * (MEBIBYTE + 1)}" .',
    "a number of a hundred thousand digits": f"<http://x/a> <http://x/b> {'9' * 100_000} .",
    "lists in lists": "<http://x/a> <http://x/b> " + "( " * 200_000,
}
N3 = {
    "a formula": "{ <http://x/a> <http://x/b> 1 } <http://x/c> 2 .",
    "a rule": "{ ?a <http://x/b> ?c } => { ?c <http://x/b> ?a } .",
    "a variable": "?a <http://x/b> 1 .",
}
QUADS = {
    "another graph": "<http://x/a> <http://x/b> <http://x/c> <http://elsewhere/> .",
    "a graph without a name": "<http://x/a> <http://x/b> <http://x/c> _:g .",
    "a literal as a graph": '<http://x/a> <http://x/b> <http://x/c> "g" .',
    "a relative IRI": "<a> <http://x/b> <http://x/c> .",
}
TRIG = {
    "another graph": "<http://elsewhere/> { <http://x/a> <http://x/b> 1 }",
    "a graph without an end": "<http://x/g> { <http://x/a> <http://x/b> 1 .",
    "a graph in a graph": "<http://x/g> { <http://x/h> { <http://x/a> <http://x/b> 1 } }",
}
RDF_XML = {
    "a DOCTYPE": f"<!DOCTYPE r>{XML.format('<x:p>1</x:p>')}",
    "a small entity": f'<!DOCTYPE r [<!ENTITY a "b">]>{XML.format("<x:p>&a;</x:p>")}',
    "a billion laughs": f'<!DOCTYPE r [<!ENTITY e0 "ha">{LAUGHS}]>{XML.format("<x:p>&e9;</x:p>")}',
    "a file of the system": f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>{XML.format("<x:p>&e;</x:p>")}',
    "a parameter entity": f'<!DOCTYPE r [<!ENTITY % e "x"> %e;]>{XML.format("<x:p>1</x:p>")}',
    "an entity that nobody declared": XML.format("<x:p>&nobody;</x:p>"),
    "an element without end": XML.format("<x:p>1"),
    "crossed elements": XML.format("<x:p><x:q></x:p></x:q>"),
    "a bare ampersand": XML.format("<x:p>a & b</x:p>"),
    "an attribute twice": XML.format('<x:p x:a="1" x:a="2"/>'),
    "an attribute without quotes": XML.format("<x:p x:a=1/>"),
    "a prefix that nobody declared": XML.format("<nobody:p>1</nobody:p>"),
    "a control character": XML.format("<x:p>&#7;</x:p>"),
    "two roots": XML.format("<x:p>1</x:p>") + "<more/>",
    "no root": "<?xml version='1.0'?>",
    "a declaration in the middle": OPEN + "<?xml version='1.0'?></rdf:RDF>",
    "an ID that is no name": XML.replace("rdf:about", "rdf:ID").replace("http://x/a", "1 a").format(""),
    "an ID and an address": XML.replace("rdf:about", 'rdf:ID="a" rdf:about').format(""),
    "an item list as an element": XML.format("").replace("rdf:Description", "rdf:li"),
    "an address that is none": XML.replace("http://x/a", "http://x/a b").format("<x:p>1</x:p>"),
    "no RDF": "<html><body>Not found</body></html>",
    "an encoding that is not kept": b'<?xml version="1.0" encoding="utf-8"?>' + b"<a>\xe5</a>",
    "elements in elements": OPEN + "<x:p>" * 100_000,
}
JSON_LD = {
    "a comma too many": '{"@id": "http://x/a", "http://x/b": 1,}',
    "no quotes": "{http://x/a: 1}",
    "single quotes": "{'@id': 'http://x/a'}",
    "a comment": '{"@id": "http://x/a" /* a */, "http://x/b": 1}',
    "NaN": '{"@id": "http://x/a", "http://x/b": NaN}',
    "two documents": '{"@id": "http://x/a", "http://x/b": 1}{}',
    "a remote context": '{"@context": "http://127.0.0.1:9/c", "@id": "http://x/a", "http://x/b": 1}',
    "a file as a context": '{"@context": "file:///etc/passwd", "@id": "http://x/a", "http://x/b": 1}',
    "an imported context": '{"@context": {"@import": "http://127.0.0.1:9/"}, "http://x/b": 1}',
    "a context that is a number": '{"@context": 1, "@id": "http://x/a", "http://x/b": 1}',
    "a term defined in a circle": '{"@context": {"a": "b:x", "b": "a:x"}, "a": 1}',
    "an id that is a number": '{"@id": 1, "http://x/b": 1}',
    "a type that is a number": '{"@id": "http://x/a", "@type": 1}',
    "a value of two datatypes": '{"http://x/b": {"@value": "a", "@type": "http://x/t", "@language": "sv"}}',
    "a value that is an object": '{"http://x/b": {"@value": {"a": 1}}}',
    "a language that is a number": '{"http://x/b": {"@value": "a", "@language": 1}}',
    "a list of sets of lists in reverse": '{"@reverse": {"http://x/b": {"@list": [1]}}}',
    "nothing that is mapped": '{"name": "a"}',
    "a number": "1",
    "an empty object": "{}",
    "an empty list": "[]",
    "another graph": '{"@id": "http://elsewhere/", "@graph": [{"@id": "http://x/a", "http://x/b": 1}]}',
    "lists in lists": '{"http://x/b": ' + '{"@list": [' * 20_000,
    "objects in objects": '{"http://x/b":' * 20_000 + "1" + "}" * 20_000,
}
BYTES = {
    "Latin-1": '<http://x/a> <http://x/b> "å" .'.encode("latin-1"),
    "UTF-16": GOOD.encode("utf-16"),
    "an overlong slash": b'<http://x/a> <http://x/b> "\xc0\xaf" .',
    "a surrogate in UTF-8": b'<http://x/a> <http://x/b> "\xed\xa0\x80" .',
    "half a letter": '<http://x/a> <http://x/b> "å'.encode()[:-1] + b'" .',
    "a packed file": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "an archive": b"PK\x03\x04" + bytes(100),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "zeros": bytes(1000),
    "chance": bytes((n * 7919) % 251 for n in range(2000)),
}

WELL = {
    "Turtle": ("ttl", GOOD),
    "a byte order mark": ("ttl", "\ufeff" + GOOD),
    "ends of lines as Windows writes them": ("ttl", GOOD.replace("\n", "\r\n")),
    "letters of all sorts": ("ttl", '<http://x/å> <http://x/b> "Ö 漢字 🙂 \\u00e5" .'),
    "an IRI of a script": ("ttl", "<http://x/a> <http://x/b> <javascript:alert(1)> ."),
    "a datatype that is not known": ("ttl", '<http://x/a> <http://x/b> "a"^^<http://x/t> .'),
    "a long language": ("ttl", '<http://x/a> <http://x/b> "a"@de-CH-1901 .'),
    "a year before our era": ("ttl", f'<http://x/a> <http://x/b> "-0044-03-15"^^<{XSD}date> .'),
    "lists": ("ttl", "<http://x/a> <http://x/b> ( 1 ( 2 [ <http://x/c> 3 ] ) ) ."),
    "N-Triples": ("nt", GOOD),
    "N-Quads": ("nq", GOOD),
    "TriG": ("trig", GOOD),
    "RDF/XML": ("rdf", XML.format("<x:p>1</x:p>")),
    "a comment in XML": ("rdf", f"<!-- a -->{XML.format('<x:p>1</x:p>')}"),
    "JSON-LD": ("jsonld", '{"@id": "http://x/a", "http://x/b": 1}'),
    "JSON-LD with a context": ("jsonld", '{"@context": {"b": "http://x/b"}, "@id": "http://x/a", "b": "å"}'),
}
"""What must be taken, by name: its syntax and what it says."""


DOUBTFUL = {
    "a way of parsing and an address": (
        "rdf",
        XML.format('<x:p rdf:parseType="Resource" rdf:resource="http://x/c"/>'),
    ),
    "a version of XML to come": ("rdf", f'<?xml version="1.1"?>{XML.format("<x:p>1</x:p>")}'),
    "the same statement often": ("ttl", GOOD * 1000),
    "an empty prefix": ("ttl", "@prefix : <http://x/> . : : : ."),
    "a key twice": ("jsonld", '{"@id": "http://x/a", "http://x/b": 1, "http://x/b": 2}'),
    "an id that is no IRI": ("jsonld", '{"@id": "http://x/a b", "http://x/b": 1}'),
    "a mark of the right to left": ("ttl", '<http://x/a> <http://x/b> "\u202e" .'),
    "a term of RDF that there is not": ("rdf", XML.format("<rdf:nothing>1</rdf:nothing>")),
}
"""What may be taken or refused, and must break nothing."""


def refused() -> dict[str, tuple[str, bytes]]:
    """What must be refused, by name: its syntax and its content."""
    texts: dict[str, tuple[str, str | bytes]] = {}
    for what, iri in IRIS.items():
        texts |= {
            f"{what} in an IRI of {syntax}": (syntax, _stating(iri)) for syntax in ("ttl", "nt", "trig")
        }
    for datatype, lexicals in LITERALS.items():
        for lexical in lexicals:
            texts[f"'{lexical}' as an xsd:{datatype}"] = (
                "ttl",
                f'<http://x/a> <http://x/b> "{lexical}"^^<{XSD}{datatype}> .',
            )
    syntaxes = {"ttl": TURTLE | BYTES, "n3": N3, "nq": QUADS, "trig": TRIG, "rdf": RDF_XML, "jsonld": JSON_LD}
    for syntax, files in syntaxes.items():
        texts |= {f"{what} in .{syntax}": (syntax, content) for what, content in files.items()}
    whole = XML.format("<x:p>one</x:p><x:q>two</x:q>")
    texts |= {f"XML cut at {end}": ("rdf", whole[:end]) for end in range(20, len(whole), 17)}
    whole = '{"@id": "http://x/a", "http://x/b": [1, {"@value": "å", "@language": "sv"}]}'
    texts |= {f"JSON cut at {end}": ("jsonld", whole[:end]) for end in range(5, len(whole), 7)}
    return {
        name: (syntax, content if isinstance(content, bytes) else content.encode())
        for name, (syntax, content) in texts.items()
    }


def _stating(iri: str) -> str:
    return f"{GOOD}<{iri}> <http://x/b> <http://x/c> .\n"
