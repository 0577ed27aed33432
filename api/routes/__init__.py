"""The addresses: each module answers those of one kind."""
