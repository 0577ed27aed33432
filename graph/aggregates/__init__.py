"""
What is computed over a whole release, once, and kept for every page that shows it.

`money` adds up the awards by who gives and who gets, `partners` says who takes part
with whom, `links` counts and orders what leads to a thing, and `kinds` lists the
things of each kind. `release.Aggregates` holds them for one index; each is made at
the first question for it. None of them is data: they can be thrown away at any time.
"""
