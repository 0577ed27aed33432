"""The stored queries as an API for those who write no SPARQL, and its description for machines."""
