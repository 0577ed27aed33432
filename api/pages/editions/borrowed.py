"""The terms of other vocabularies in words; ours have their labels in the ontology."""

from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS, VOID

from api.pages.editions.phrases import Phrases


def borrowed(phrases: Phrases) -> dict[str, str]:
    """What the terms that the graph borrows are called, by IRI."""
    gettext = phrases.gettext
    return {
        str(DCTERMS.created): gettext("created"),
        str(DCTERMS.description): gettext("description"),
        str(DCTERMS.language): gettext("language"),
        str(FOAF.homepage): gettext("website"),
        str(ORG.classification): gettext("kind"),
        str(ORG.holds): gettext("holds the office"),
        str(ORG.identifier): gettext("identifier"),
        str(ORG.postIn): gettext("office in"),
        str(PROV.startedAtTime): gettext("begun"),
        str(PROV.wasGeneratedBy): gettext("made by"),
        str(RDF.type): gettext("class"),
        str(RDFS.label): gettext("name"),
        str(SKOS.altLabel): gettext("other name"),
        str(SKOS.exactMatch): gettext("same thing elsewhere"),
        str(SKOS.notation): gettext("notation"),
        str(VOID.exampleResource): gettext("example"),
    }
