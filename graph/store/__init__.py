"""How the graph is kept: releases of immutable files, and what is made from them.

`objects` are content-addressed files, `catalogue` is the SQLite file that says
which of them make up which release, `dataset` is the folder with both and the
only way to change it, `index` is the in-memory store of one release, and
`workers` run strangers' queries on it in processes that can be killed: `door` is
where they are asked, `sparql_scan` what they pass before, `conversation` how asker
and worker speak, `answering` what happens within, `confinement` the kernel's walls.
"""
