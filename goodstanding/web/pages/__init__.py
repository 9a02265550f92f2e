"""One file a page, by noun."""
