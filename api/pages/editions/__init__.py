"""How a release is told in one language: its words, figures and order, and the frame around a page."""
