"""How a file becomes a release: read, map, validate, then commit or reject.

`ingest` is the whole walk. A file either becomes one named graph with a record of
where it came from, or leaves the dataset untouched and returns a report.
"""
