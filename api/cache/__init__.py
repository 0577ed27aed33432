"""Answers that are given again, for as long as their release is served, and documents made beforehand."""
