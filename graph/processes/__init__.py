"""Processes that are forked to work apart from the rest.

`forking` makes them and looks after them, `entrance` is where they are asked for work,
and `confinement` is what the kernel keeps them from.
"""
