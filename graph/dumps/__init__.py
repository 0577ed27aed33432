"""Releases as files to download, and what changed between two of them.

`naming` says what a dump is called, `writing` makes its content, `shelf` keeps it in the
dataset's folder, `making` is the process that makes it, `difference` compares releases.
All is derived from the objects: it can be thrown away and made again, byte for byte.
"""
