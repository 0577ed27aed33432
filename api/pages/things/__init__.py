"""Pages of one thing: an organisation, an initiative, a funding item, a document; and its statements."""
