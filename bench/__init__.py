"""How fast Nodverk is beside others: `python -m bench` measures, and never judges.

A walk through it: `synthetic` makes the graph, `material` keeps it as a dataset
and as files for the peers, `peers` starts the servers, `work` says what is asked
of them, `load` asks (in a process of its own), `rounds` interleaves the servers,
`lifetime` measures loading, memory and commits, and `report` writes the table.
"""
