"""The words that synthetic names are put together from: in Swedish and, at the same place, in English."""

TOWNS = (
    "Alby", "Björkvik", "Dalsta", "Ekeby", "Fagerås", "Granvik", "Hallby", "Idala", "Järnsta", "Klockvik",
    "Lövåker", "Marby", "Norrsund", "Oxdal", "Rönnsta", "Solvik", "Tallåsen", "Ugglebo", "Västanå", "Åkerby",
    "Älvsta", "Östervik",
)  # fmt: skip
"""Towns that are on no map."""

KINDS = (
    ("agency", "{}verket", "the {} Agency"),
    ("region", "Region {}", "Region {}"),
    ("fund", "{}fonden", "the {} Fund"),
    ("municipality", "{} kommun", "{} Municipality"),
    ("university", "{} universitet", "{} University"),
    ("company", "{} AB", "{} Ltd"),
    ("association", "Föreningen {}", "the {} Association"),
    ("incubator", "{} inkubator", "{} Incubator"),
    ("science-park", "{} Science Park", "{} Science Park"),
)
"""Kinds of organisations with the pattern of their names; the first three give money."""

FIELDS = (
    ("vården", "health care"),
    ("skolan", "schools"),
    ("industrin", "industry"),
    ("jordbruket", "farming"),
    ("skogsbruket", "forestry"),
    ("kollektivtrafiken", "public transport"),
    ("energisystemet", "the energy system"),
    ("livsmedelskedjan", "the food chain"),
    ("kommunal service", "municipal services"),
    ("rymdteknik", "space technology"),
    ("gruvorna", "mining"),
    ("sjöfarten", "shipping"),
)
"""What an initiative is for."""

METHODS = (
    ("Språkmodeller för", "Language models for"),
    ("Bildanalys för", "Image analysis for"),
    ("Delade data för", "Shared data for"),
    ("Testbädd för", "Test bed for"),
    ("Kompetenslyft i", "Skills development in"),
    ("Förstudie om AI i", "Pre-study of AI in"),
    ("Edge-lösningar för", "Edge solutions for"),
    ("Robotik för", "Robotics for"),
)
"""What an initiative does."""
