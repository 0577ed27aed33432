"""How the graph is kept: releases of immutable files.

`objects` are content-addressed files, `catalogue` is the SQLite file that says
which of them make up which `release`, `seal` is the checksum in both, `dataset` is
the folder and the only way to change it, `upkeep` proves, copies and clears it, and
`tokens` says who may change it over HTTP.
"""
