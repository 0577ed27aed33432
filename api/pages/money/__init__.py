"""Amounts and the funding that they belong to, as pages show them."""
