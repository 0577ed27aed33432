"""Pages about the service: its data, its model, its query form, its API, and what goes wrong."""
