"""Dereferencing: the addresses of things, the documents about them and their pages, now and as they were."""
