"""What is said of one thing, now, on a day and in earlier releases, and where each statement comes from."""
