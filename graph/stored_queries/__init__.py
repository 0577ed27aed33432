"""What users can ask by name: stored queries and lists of things, their parameters and plain answers."""
