"""Records into the store: what is new, what changed, what is refused, and whose it is. Joins sources and store."""
