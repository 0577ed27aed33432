"""
How a name leads to a thing.

`names` holds every name of every thing of a release and finds those that hold the
words of a search. It is no data: it is made at the first search of a release and can
be thrown away at any time.
"""
