"""Documents to the files that the app reads, with a manifest of what was written."""
