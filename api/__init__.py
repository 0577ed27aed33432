"""Nodverk over HTTP: documents, pages and queries, all asked of `graph`.

Read in this order: `server` (the processes), `app` (how a request finds its
route), `negotiation` and `problems` (what every answer obeys), `routes`, `pages`.
"""
