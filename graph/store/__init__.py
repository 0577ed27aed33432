"""How the graph is kept: releases of immutable files, and what is made from them.

`objects` are content-addressed files, `catalogue` is the SQLite file that says
which of them make up which release, `seal` is the checksum in both, `dataset` is
the folder and the only way to change it, `upkeep` proves, copies and clears it,
`index` is the in-memory store of one release, `newest` that of the newest, and
`workers` run strangers' queries on it in processes that can be killed: `door` is
where they are asked, `sparql_scan` what they pass before, `conversation` how asker
and worker speak, `answering` what happens within, `confinement` the kernel's walls.
"""
