"""Values with expiry in a table that other languages can read: lifetimes, and one flight across threads and processes."""
