"""From a page's values to the answer that goes out: templates, their compilation and headers."""
