"""What a page says, as plain values: templates show them and decide nothing.

Read in this order: `phrases` and `numbers` (words and figures of a language),
`edition` (one release told in one language), `sources` (where a statement comes
from), `money`, `funding`, `taking_part`, `events` and `more` (what many pages
share), then a module for each page, `frame` (what surrounds it) and `press` (the
templates).
"""
