"""Projection, centrality and publication: how central partners are, as citable data.

`projection` makes the graph of partners from what is stated, `centrality`
measures it with networkx, and `publication` says the figures in RDF together
with everything that is needed to compute them again.
"""
