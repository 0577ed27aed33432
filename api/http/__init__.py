"""HTTP itself, whatever is asked: reading requests, choosing a representation, and the forms of an answer."""
