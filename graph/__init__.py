"""Nodverk's graph: what it says, how it is kept, how it grows, what is computed from it.

Read in this order: `terms` and `iris` (the words), `store` (releases of immutable
files), `index` (a release to ask), `workers` (strangers' queries on it), `things` (what
is said of one thing), `stored_queries` (what can be asked by name), `ingest` (how a file
becomes a release), `analysis` (centrality), `cli` (the door).
Nothing here knows HTTP; `api` asks this package and never the other way round.
"""
