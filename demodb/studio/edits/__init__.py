"""Edits in the studio: rows and fields, conflicts, the log, and why a value is there."""
