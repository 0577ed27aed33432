"""What a page says, as plain values: templates show them and decide nothing.

Its rooms, each of which knows only those before it that it needs: `editions` (one
release told in one language), `description` (what is said of a thing, and who says
so), `money` (amounts and funding); on these stand the pages, in `things` (of one
thing), `registers` (of many) and `service` (about the data and its doors).
`printing` makes HTML of them and knows only `editions`.
"""
