"""The terms of the ontology and the code lists, as closed Python namespaces.

A misspelt term is an `AttributeError` where it is written, and a test holds
`NV` to `ontology/nodverk.ttl` in both directions.
"""

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class NV(DefinedNamespace):
    """Terms of https://w3id.org/nodverk/ns#: classes first, then properties."""

    _NS = Namespace("https://w3id.org/nodverk/ns#")
    _fail = True

    Activity: URIRef
    Allocation: URIRef
    Ambiguity: URIRef
    AmountStatement: URIRef
    BudgetLine: URIRef
    Call: URIRef
    CentralityAnalysis: URIRef
    CentralityScore: URIRef
    Centre: URIRef
    Change: URIRef
    Citation: URIRef
    Conflict: URIRef
    Document: URIRef
    FundingAward: URIRef
    FundingItem: URIRef
    FundingRestatement: URIRef
    FundingTotal: URIRef
    Hosting: URIRef
    Identifier: URIRef
    Import: URIRef
    Indicator: URIRef
    Infrastructure: URIRef
    Initiative: URIRef
    Lab: URIRef
    Naming: URIRef
    NegativeStatement: URIRef
    Node: URIRef
    Observation: URIRef
    Offering: URIRef
    Office: URIRef
    Organisation: URIRef
    Participation: URIRef
    Period: URIRef
    Person: URIRef
    Place: URIRef
    PolicyDocument: URIRef
    Programme: URIRef
    Project: URIRef
    Reading: URIRef
    Remark: URIRef
    Section: URIRef
    SourceGraph: URIRef
    StatusEvent: URIRef
    SubBody: URIRef
    Target: URIRef
    TextualSlip: URIRef
    Undertaking: URIRef
    about: URIRef
    actor: URIRef
    addresses: URIRef
    aim: URIRef
    allocatedTo: URIRef
    amount: URIRef
    amountKind: URIRef
    analysis: URIRef
    approximate: URIRef
    asOf: URIRef
    assertion: URIRef
    benefits: URIRef
    budgetLine: URIRef
    changeKind: URIRef
    citation: URIRef
    citedFor: URIRef
    complements: URIRef
    concerns: URIRef
    concernsProperty: URIRef
    counterpartIn: URIRef
    currency: URIRef
    currencyBasis: URIRef
    currentStatus: URIRef
    datePrecision: URIRef
    decidingBody: URIRef
    derivation: URIRef
    derivedValue: URIRef
    documentKind: URIRef
    edgeCount: URIRef
    end: URIRef
    establishes: URIRef
    estimated: URIRef
    expectedOn: URIRef
    fileName: URIRef
    focusArea: URIRef
    followed: URIRef
    fromPool: URIRef
    funder: URIRef
    gaveStatus: URIRef
    governs: URIRef
    graphDefinition: URIRef
    heldAs: URIRef
    heldBy: URIRef
    highestReading: URIRef
    host: URIRef
    hosted: URIRef
    hostedBy: URIRef
    identifier: URIRef
    identifierScheme: URIRef
    implements: URIRef
    inGraph: URIRef
    inLineWith: URIRef
    indicatorKind: URIRef
    instrument: URIRef
    intendedWords: URIRef
    issuedBy: URIRef
    lines: URIRef
    locatedIn: URIRef
    measure: URIRef
    name: URIRef
    namedFinancier: URIRef
    naming: URIRef
    negativeKind: URIRef
    nodeCount: URIRef
    nodeOf: URIRef
    nutsCode: URIRef
    observationOf: URIRef
    offeredBy: URIRef
    on: URIRef
    openEnded: URIRef
    operator: URIRef
    ordinal: URIRef
    partOf: URIRef
    participant: URIRef
    participatesIn: URIRef
    party: URIRef
    perUnitOf: URIRef
    period: URIRef
    placeCode: URIRef
    placeKind: URIRef
    predecessor: URIRef
    preparedWith: URIRef
    purpose: URIRef
    quotedIn: URIRef
    rank: URIRef
    reading: URIRef
    recipient: URIRef
    release: URIRef
    reportedBy: URIRef
    reportedIn: URIRef
    restates: URIRef
    role: URIRef
    sameInSources: URIRef
    scope: URIRef
    score: URIRef
    scoreOf: URIRef
    sectionOf: URIRef
    servesPlace: URIRef
    sha256: URIRef
    shareDenominator: URIRef
    shareNumerator: URIRef
    shareOf: URIRef
    slipKind: URIRef
    software: URIRef
    sourceAmount: URIRef
    sourceRole: URIRef
    sourceStatus: URIRef
    sourceWords: URIRef
    start: URIRef
    statedIn: URIRef
    statementCount: URIRef
    status: URIRef
    statusEvent: URIRef
    subjectTo: URIRef
    subsetOf: URIRef
    successor: URIRef
    sumOf: URIRef
    target: URIRef
    targetGroup: URIRef
    throughCall: URIRef
    timeBasis: URIRef
    unit: URIRef
    uses: URIRef
    value: URIRef
    weighting: URIRef
    within: URIRef


for _term in NV.__annotations__:
    # rdflib looks a term up each time that it is written, at the price of reading a statement.
    setattr(NV, _term, URIRef(f"{NV}{_term}"))

CODE = "https://w3id.org/nodverk/code/"


def code(scheme: str, notation: str) -> URIRef:
    """The concept `notation` of a code list, for example `code("status", "decided")`."""
    return URIRef(f"{CODE}{scheme}/{notation}")


CURRENCY = "http://publications.europa.eu/resource/authority/currency/"


def currency(letters: str) -> URIRef:
    """The EU authority table's concept of an ISO 4217 currency."""
    return URIRef(CURRENCY + letters)
