"""What is given away whole, or tells that there is something new: dumps, the feed, the sitemap."""
