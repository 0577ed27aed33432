"""What is said of a thing, and where each statement comes from: what the pages of things share."""
