"""An operator's own queries, as the tests serve them: of each form one, and a file that is none."""

NUMBERS = """\
# sv: Vilka tal?
# en: Which numbers?
#
# sv: De tal som är minst så stora.
# en: The numbers that are at least so large.
#
# $least  integer:1..9  2
#   default: 1
#   sv: Det minsta
#   en: The least

SELECT ?number ?half ?known WHERE {
  VALUES (?number ?half ?known) { (1 0.5 true) (2 1.0 UNDEF) (3 1.5 false) }
  FILTER (?number >= $least)
}
"""
NAMES = """\
# sv: Vad heter allt?
# en: What is everything called?
#
# sv: Namnen, som påståenden.
# en: The names, as statements.

CONSTRUCT { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?name }
WHERE { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?name }
"""
ANYTHING = """\
# sv: Finns något?
# en: Is there anything?
#
# sv: Ja eller nej.
# en: Yes or no.

ASK { ?s ?p ?o }
"""

FILES = {"numbers": NUMBERS, "names": NAMES, "anything": ANYTHING, "no-query": "SELECT *"}
