"""Files to records with their origin: each source is read whole, judged whole, and never sees the store."""
