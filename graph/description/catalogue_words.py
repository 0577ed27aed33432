"""What the catalogue entry says in words, in both languages, and how others label what it points to."""

EU = "http://publications.europa.eu/resource/authority/"

CATALOGUE_TITLE = {"sv": "Öppna data från Nodverk", "en": "Open data from Nodverk"}
SERVICE_TITLE = {"sv": "SPARQL-tjänst för Nodverk", "en": "SPARQL endpoint of Nodverk"}
SERVICE_DESCRIPTION = {
    "sv": "Svarar på frågor i SPARQL 1.1 om hela grafen, i JSON, XML, CSV, TSV och RDF.",
    "en": "Answers questions in SPARQL 1.1 about the whole graph, in JSON, XML, CSV, TSV and RDF.",
}
API_TITLE = {"sv": "API för Nodverk", "en": "API of Nodverk"}
API_DESCRIPTION = {
    "sv": "Listor och färdiga frågor i JSON och CSV, för den som inte kan RDF, beskrivna i OpenAPI.",
    "en": "Lists and stored questions in JSON and CSV, for those who know no RDF, described in OpenAPI.",
}
PROVENANCE = {
    "sv": "Redaktionen läser dokument och för in vad de säger. Varje uppgift anger avsnitt och rader; det "
    "som är tolkat, härlett eller i andra hand är märkt.",
    "en": "Editors read documents and enter what they say. Every statement names section and lines; what is "
    "inferred, derived or second-hand is marked.",
}
KEYWORDS = {
    "sv": ("artificiell intelligens", "finansiering", "forskning och innovation", "länkade data"),
    "en": ("artificial intelligence", "funding", "research and innovation", "linked data"),
}
THEMES = {
    "TECH": {"sv": "Vetenskap och teknik", "en": "Science and technology"},
    "GOVE": {"sv": "Regeringen och den offentliga sektorn", "en": "Government and public sector"},
    "ECON": {"sv": "Ekonomi och finans", "en": "Economy and finance"},
}
THEME_SCHEME = f"{EU}data-theme"
THEME_SCHEME_TITLE = {"sv": "Datatema", "en": "Data theme"}
STABLE = f"{EU}planned-availability/STABLE"
STABLE_LABEL = {"sv": "stabil", "en": "stable"}
N_QUADS_DESCRIPTION = {
    "sv": "Varje uppgift på en rad, med källan som fjärde led. Komprimerad med gzip.",
    "en": "Each statement on a line, with its source as the fourth term. Compressed with gzip.",
}
TURTLE_DESCRIPTION = {
    "sv": "Varje uppgift en gång, ordnad efter vad den handlar om. Komprimerad med gzip.",
    "en": "Each statement once, ordered by what it is about. Compressed with gzip.",
}
PUBLISHERS = {
    "Academia-ScientificOrganisation": {"sv": "Akademi", "en": "Academia or scientific organisation"},
    "Company": {"sv": "Företag", "en": "Company"},
    "IndustryConsortium": {"sv": "Branschkonsortium", "en": "Industry consortium"},
    "LocalAuthority": {"sv": "Kommun", "en": "Local authority"},
    "NationalAuthority": {"sv": "Nationell myndighet", "en": "National authority"},
    "NonGovernmentalOrganisation": {"sv": "Icke-statlig organisation", "en": "Non-governmental organisation"},
    "NonProfitOrganisation": {"sv": "Ideell organisation", "en": "Non-profit organisation"},
    "RegionalAuthority": {"sv": "Region", "en": "Regional authority"},
    "StandardisationBody": {"sv": "Standardiseringsorgan", "en": "Standardisation body"},
    "SupraNationalAuthority": {"sv": "Överstatligt organ", "en": "Supranational authority"},
}
"""What the kinds of publishers are called."""
