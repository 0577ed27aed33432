"""`/sparql`: the endpoint for queries, and what it says of itself."""
