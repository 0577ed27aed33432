"""Pages on which many things stand: the first page, the lists, the search and the ranking."""
