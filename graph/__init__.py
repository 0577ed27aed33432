"""Nodverk's graph: what it says, how it is kept, how it grows, what is computed from it.

Read in this order: `terms` and `iris` (the words), `store` (releases of immutable
files and the index made from them), `entities` (what is said of one thing),
`ingest` (how a file becomes a release), `analysis` (centrality), `cli` (the door).
Nothing here knows HTTP; `api` asks this package and never the other way round.
"""
