"""Nodverk over HTTP: documents, pages and queries, all asked of `graph`.

Read in this order: `server` (the processes), `connection` and `app` (how a request
finds what answers it), `http` and `problems` (what every answer obeys), then the room
of what you look for: `linked_data`, `sparql`, `stored_queries`, `changes`,
`publication`, `pages` with their `templates`, and `routes` for what FastAPI finds.
"""
