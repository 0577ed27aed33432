"""
What is computed over a whole release, once, and kept for every page that shows it.

`money` adds up the awards by who gives and who gets, `partners` says who takes part
with whom, `links` counts and orders what leads to a thing, and `kinds` lists the
things of each kind. `release.Aggregates` has them of one index, as `tables` of texts;
each is made at the first question for it, or was made by another process, which left
it in a file (`handover`, `packed`). None of them is data: they can be thrown away at
any time.
"""
