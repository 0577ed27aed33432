"""Writing over HTTP: updates and graphs, by whom, and what became of them."""
